using MoECollab.Errors;
using MoECollab.Packaging.Homes;

namespace MoECollab.Packaging.Manifests;

/// <summary>Reads manifests strictly: what is not understood is refused, and said.</summary>
public static class ManifestReader
{
    /// <summary>The largest manifest that is read.</summary>
    public const int MaximumBytes = 1 << 20;

    /// <summary>The deepest nesting that is read.</summary>
    public const int MaximumDepth = 64;

    /// <summary>The code of every refusal.</summary>
    public const string FaultCode = "manifest-invalid";

    /// <summary>Reads and checks the manifest of an installed package; id and version must be those of its folder.</summary>
    /// <param name="package">The package.</param>
    /// <exception cref="MoECollabException">It is missing, not sound, or breaks a rule (<see cref="FaultCode"/>); the message has every fault.</exception>
    public static PackageManifest Read(InstalledPackage package)
    {
        var manifest = ReadClaims(package.Role, package.Folder);
        if (manifest.Id != package.Id || manifest.Version != package.Version)
            throw new MoECollabException(FaultCode, $"{package.Key}: the folder says {package.Id} {package.Version}, its manifest says {manifest.Id} {manifest.Version}; rename the folder or mend the manifest.");
        return manifest;
    }

    /// <summary>Reads and checks the manifest in a folder, wherever the folder lies.</summary>
    /// <param name="role">Decides the manifest's name and rules.</param>
    /// <param name="folder">The package's folder.</param>
    /// <exception cref="MoECollabException">It is missing, not sound, or breaks a rule (<see cref="FaultCode"/>); the message has every fault.</exception>
    public static PackageManifest ReadClaims(PackageRole role, string folder)
    {
        var name = PackageLayout.ManifestOf(role);
        var manifest = StrictJson.Read(Path.Combine(folder, name), name, ManifestJson.Default.PackageManifest, FaultCode, MaximumBytes);
        Check(role, manifest, name);
        return manifest;
    }

    internal static void Check(PackageRole role, PackageManifest manifest, string name)
    {
        var faults = new PackageManifestValidator(role).Validate(manifest).Errors;
        if (faults.Count > 0)
            throw new MoECollabException(FaultCode, $"{name}: {string.Join("; ", faults.Select(fault => fault.ErrorMessage))}.");
    }
}
