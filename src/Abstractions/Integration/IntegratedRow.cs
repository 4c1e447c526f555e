namespace MoECollab.Integration;

/// <summary>The combined answer to one input; the members of the other output spaces are null.</summary>
public sealed record IntegratedRow
{
    /// <summary>The most probable label of the union; ties go to the ordinally smaller one.</summary>
    public string? Label { get; init; }

    /// <summary>Its probability, 0 to 1.</summary>
    public float Probability { get; init; }

    /// <summary>Probability of each label of the executed experts, summing to 1.</summary>
    public IReadOnlyDictionary<string, float>? Probabilities { get; init; }

    /// <summary>The weighted mean vector.</summary>
    public ReadOnlyMemory<float>? Vector { get; init; }

    /// <summary>The primary expert's text.</summary>
    public string? Text { get; init; }
}
