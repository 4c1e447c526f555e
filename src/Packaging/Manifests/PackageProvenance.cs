namespace MoECollab.Packaging.Manifests;

/// <summary>Where a package came from.</summary>
public sealed record PackageProvenance
{
    /// <summary>The commit it was built from.</summary>
    public string? Commit { get; init; }

    /// <summary><c>sha256:</c> of the training's settings.</summary>
    public string? TrainingConfig { get; init; }

    /// <summary>The file that describes its data.</summary>
    public string? DataCard { get; init; }
}
