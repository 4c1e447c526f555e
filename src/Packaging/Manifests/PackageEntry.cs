namespace MoECollab.Packaging.Manifests;

/// <summary>The code of a package.</summary>
public sealed record PackageEntry
{
    /// <summary>A file name inside <c>lib/net10.0</c>.</summary>
    public string Assembly { get; init; } = "";

    /// <summary>The full name of the exported factory; null where the assembly's metadata alone decide.</summary>
    public string? Type { get; init; }

    /// <summary>
    /// The exported component as <c>id@version</c>, where a package brings its own weights for a component that is exported under another
    /// id; null where the export carries the package's own id and version.
    /// </summary>
    public string? Component { get; init; }
}
