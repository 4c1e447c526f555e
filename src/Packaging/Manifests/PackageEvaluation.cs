namespace MoECollab.Packaging.Manifests;

/// <summary>One measurement.</summary>
public sealed record PackageEvaluation
{
    /// <summary>Name or <c>sha256:</c> of the data.</summary>
    public string? Dataset { get; init; }

    /// <summary>For example <c>macro-f1</c>.</summary>
    public string? Metric { get; init; }

    /// <summary>The measured value.</summary>
    public double? Value { get; init; }

    /// <summary>Lower and upper end of the 95 % interval.</summary>
    public IReadOnlyList<double>? Ci95 { get; init; }

    /// <summary>How many examples.</summary>
    public long? N { get; init; }

    /// <summary>The seed.</summary>
    public long? Seed { get; init; }
}
