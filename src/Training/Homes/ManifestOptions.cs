using MoECollab.Packaging.Manifests;

namespace MoECollab.Training.Homes;

/// <summary>What a package's manifest tells its factory; names without case.</summary>
internal static class ManifestOptions
{
    public static Dictionary<string, string> Of(PackageManifest manifest) =>
        new(manifest.Options ?? new Dictionary<string, string>(), StringComparer.OrdinalIgnoreCase);
}
