namespace MoECollab.Training.Reports;

/// <summary>Figures of one expert, on the rows of its own domain.</summary>
public sealed record ExpertFigures : SystemFigures
{
    /// <summary>Id of its package.</summary>
    public required string Id { get; init; }

    /// <summary>Version of its package, or null.</summary>
    public string? Version { get; init; }

    /// <summary>Its domain, or null.</summary>
    public string? Domain { get; init; }

    /// <summary>The gate's weight on it, averaged over all test rows, in [0, 1].</summary>
    public double Load { get; init; }
}
