using System.Text.Json;
using MoECollab.Errors;
using MoECollab.Packaging.Homes;

namespace MoECollab.Packaging.Manifests;

/// <summary>Writes manifests; equal content gives equal bytes.</summary>
public static class ManifestWriter
{
    /// <summary>Checks a manifest and writes it into a package's folder.</summary>
    /// <param name="role">Decides the manifest's name and rules.</param>
    /// <param name="folder">The package's folder.</param>
    /// <param name="manifest">The manifest.</param>
    /// <exception cref="MoECollabException">It breaks a rule (<see cref="ManifestReader.FaultCode"/>).</exception>
    public static void Write(PackageRole role, string folder, PackageManifest manifest)
    {
        var name = PackageLayout.ManifestOf(role);
        ManifestReader.Check(role, manifest, name);
        StrictJson.Write(Path.Combine(folder, name), ToJson(manifest));
    }

    /// <summary>The bytes of a manifest: UTF-8, two spaces, members in the order of the format, names of maps in ordinal order.</summary>
    /// <param name="manifest">The manifest.</param>
    public static byte[] ToJson(PackageManifest manifest)
    {
        var ordered = manifest with { Options = Order(manifest.Options), Files = Order(manifest.Files) };
        return [.. JsonSerializer.SerializeToUtf8Bytes(ordered, ManifestJson.Default.PackageManifest), (byte)'\n'];
    }

    private static SortedDictionary<string, string>? Order(IReadOnlyDictionary<string, string>? map) =>
        map is null ? null : new SortedDictionary<string, string>(map.ToDictionary(), StringComparer.Ordinal);
}
