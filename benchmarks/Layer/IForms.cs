namespace MoECollab.Benchmarks.Layer;

/// <summary>The eight forms of the layer on a PyTorch, which can be asked how long they take.</summary>
internal interface IForms : IDisposable
{
    /// <summary>Which PyTorch it is, for the head of a table.</summary>
    string Description { get; }

    /// <summary>Builds a cell in place of the one before, checks its forms against each other, and chooses those that are worth timing.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="seed">Of the weights and inputs.</param>
    BuiltForms Build(LayerCell cell, long seed);

    /// <summary>Microseconds of a call of each chosen form.</summary>
    /// <param name="milliseconds">About how long each form is called.</param>
    IReadOnlyDictionary<string, double> Time(int milliseconds);

    /// <summary>GFLOP/s of a square product.</summary>
    /// <param name="size">Rows, columns and depth.</param>
    double Limit(int size);
}
