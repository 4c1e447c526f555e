namespace MoECollab.Packaging.Homes;

/// <summary>Where things lie inside a home and inside a package; relative paths have forward slashes.</summary>
public static class PackageLayout
{
    /// <summary>The folder of a package that holds manifest, weights, labels.</summary>
    public const string ContentFolder = "moe";

    /// <summary>The folder of a package that holds its assemblies.</summary>
    public const string AssemblyFolder = "lib/net10.0";

    /// <summary>All roles, in the order in which a host loads them.</summary>
    public static IReadOnlyList<PackageRole> Roles { get; } = [PackageRole.Encoder, PackageRole.Gating, PackageRole.Gate, PackageRole.Expert];

    /// <summary>The folder of a home that holds the packages of a role.</summary>
    /// <param name="role">The role.</param>
    public static string FolderOf(PackageRole role) => role switch
    {
        PackageRole.Expert => "experts",
        PackageRole.Encoder => "encoders",
        PackageRole.Gating => "gating",
        PackageRole.Gate => "gates",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };

    /// <summary>The manifest inside a package.</summary>
    /// <param name="role">The role.</param>
    public static string ManifestOf(PackageRole role) => role switch
    {
        PackageRole.Expert => "moe/expert.json",
        PackageRole.Encoder => "moe/encoder.json",
        PackageRole.Gating => "moe/gating.json",
        PackageRole.Gate => "moe/gate.json",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };

    /// <summary>The path inside the package of a file that a manifest names: manifests name files beside themselves.</summary>
    /// <param name="name">For example <c>labels.json</c>.</param>
    public static string Content(string name) => $"{ContentFolder}/{name}";
}
