using MoECollab.Outputs;

namespace MoECollab.Mixture.Executing;

/// <summary>Where what an expert answers to the rows of its slice goes: vectors are added to the answers' means at once, everything else is kept until its row is combined.</summary>
/// <param name="kept">[R, columns].</param>
/// <param name="columns">Values of a row; 0 for texts.</param>
internal readonly ref struct RowTargets(Span<float> kept, int columns)
{
    private readonly Span<float> _kept = kept;

    /// <summary>The answers' means; null where the expert answers in no vectors, or somebody else combines them.</summary>
    public VectorRows? Means { get; init; }

    /// <summary>The input of each row.</summary>
    public ReadOnlySpan<int> Inputs { get; init; }

    /// <summary>The weight of each row's vector in its mean; 0 for experts in shadow.</summary>
    public ReadOnlySpan<float> Weights { get; init; }

    /// <summary>Takes one row, in host memory. Returns why it cannot be used, or null.</summary>
    public string? Take(OutputKind kind, int row, ReadOnlySpan<float> values)
    {
        if (Means is not null)
            return AddToMean(row, values);

        var room = _kept.Slice(row * columns, columns);
        values.CopyTo(room);
        return kind switch
        {
            OutputKind.Logits => RowCheck.Normalise(room),
            OutputKind.Probabilities => RowCheck.FaultOfProbabilities(room),
            _ => RowCheck.NotFinite(room),
        };
    }

    private string? AddToMean(int row, ReadOnlySpan<float> values)
    {
        var fault = RowCheck.NotFinite(values);
        if (fault is null && Weights[row] > 0)
            Means!.Add(Inputs[row], values, Weights[row]);
        return fault;
    }
}
