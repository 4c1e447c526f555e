namespace MoECollab.Studies.Keeping;

/// <summary>What one cell of a study came to.</summary>
public sealed record Cell
{
    /// <summary>Everything that it depends on; another identity is another cell.</summary>
    public string Identity { get; init; } = "";

    /// <summary>CPU seconds that it took, those of other processes included where they are known.</summary>
    public double CpuSeconds { get; init; }

    /// <summary>Numbers that repeat: the same seeds give the same ones.</summary>
    public IReadOnlyDictionary<string, double> Figures { get; init; } = new Dictionary<string, double>();

    /// <summary>Numbers that depend on the machine: seconds, microseconds.</summary>
    public IReadOnlyDictionary<string, double> Timings { get; init; } = new Dictionary<string, double>();

    /// <summary>What later cells need to know in words, such as a learner's choice.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; init; } = new Dictionary<string, string>();

    /// <summary>Curves: a number per step.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Curves { get; init; } = new Dictionary<string, IReadOnlyList<double>>();

    /// <summary>The class that a system predicts for each test row; −1 for none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<int>> Answers { get; init; } = new Dictionary<string, IReadOnlyList<int>>();
}
