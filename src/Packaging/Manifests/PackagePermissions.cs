namespace MoECollab.Packaging.Manifests;

/// <summary>What a package's code needs beyond its own package.</summary>
public sealed record PackagePermissions
{
    /// <summary>Whether it opens connections.</summary>
    public bool? Network { get; init; }

    /// <summary>For example <c>package-read</c>.</summary>
    public string? Filesystem { get; init; }

    /// <summary>Environment variables that it reads.</summary>
    public IReadOnlyList<string>? Environment { get; init; }

    /// <summary>Whether it starts threads of its own.</summary>
    public bool? Threads { get; init; }
}
