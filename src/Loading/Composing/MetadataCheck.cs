using MoECollab.Identity;
using MoECollab.Packages;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Manifests;
using NuGet.Versioning;

namespace MoECollab.Loading.Composing;

/// <summary>Compares what a manifest says with what the assembly's exports say, and both with what this host is.</summary>
internal static class MetadataCheck
{
    /// <summary>Refuses a contract range that does not hold this host's contract.</summary>
    public static void RequireContract(string? range)
    {
        if (range is null || !VersionRange.TryParse(range, out var parsed) || parsed.Satisfies(NuGetVersion.Parse(ContractVersion.Current)))
            return;
        throw PackageRefusedException.NotSupported($"It needs contract {range}, this host has {ContractVersion.Current}; use a host with that contract, or build the package against this one.");
    }

    /// <summary>The export that a package's manifest means.</summary>
    public static ExportedComponent Pick(PackageManifest manifest, IReadOnlyList<ExportedComponent> exports, PackageRole role)
    {
        if (exports.Count == 0)
            throw PackageRefusedException.NotSupported($"{manifest.Entry!.Assembly} exports nothing that this host can use as {PackageLayout.FolderOf(role)}; mark the factory with its export attribute.");
        var (id, version) = Expected(manifest);
        var sameId = exports.Where(export => export.Metadata.Id == id).ToList();
        if (sameId.Count == 0)
            throw Differ("id", id, string.Join(", ", exports.Select(export => export.Metadata.Id)));
        var export = sameId.FirstOrDefault(export => export.Metadata.Version == version) ?? throw Differ("version", version, string.Join(", ", sameId.Select(export => export.Metadata.Version)));
        Compare(manifest, export.Metadata);
        return export;
    }

    /// <summary>Checks every component of a gating package; a package with one component is called like it.</summary>
    public static void CheckGating(PackageManifest manifest, IReadOnlyList<ExportedComponent> exports)
    {
        if (exports.Count <= 1)
            Pick(manifest, exports, PackageRole.Gating);
        var (_, version) = Expected(manifest);
        foreach (var export in exports)
        {
            if (export.Metadata.Version != version)
                throw Differ("version", version, $"{export.Metadata.Version} (of {export.Metadata.Id})");
            Compare(manifest, export.Metadata);
        }
    }

    /// <summary>Refuses a factory of another type than the manifest names.</summary>
    public static void RequireType(PackageManifest manifest, object factory)
    {
        if (manifest.Entry?.Type is { } type && factory.GetType().FullName != type)
            throw Differ("entry.type", type, factory.GetType().FullName!);
    }

    private static (string Id, string Version) Expected(PackageManifest manifest) =>
        ComponentName.TryParse(manifest.Entry?.Component, out var component) ? (component.Id, component.Version) : (manifest.Id, manifest.Version);

    private static void Compare(PackageManifest manifest, ComponentMetadata metadata)
    {
        RequireContract(metadata.Contract);
        if (manifest.Contract is { } contract && !SameRange(contract, metadata.Contract))
            throw Differ("contract", contract, metadata.Contract);
        // A component that serves several packages leaves domains and languages to their manifests.
        RequireSame("domains", manifest.Task?.Domains, metadata.Domains);
        RequireSame("languages", manifest.Task?.Languages, metadata.Languages);
    }

    private static void RequireSame(string field, IReadOnlyList<string>? manifest, string[]? metadata)
    {
        if (manifest is { Count: > 0 } && metadata is { Length: > 0 } && !manifest.Order(StringComparer.Ordinal).SequenceEqual(metadata.Order(StringComparer.Ordinal)))
            throw Differ(field, string.Join(", ", manifest), string.Join(", ", metadata));
    }

    private static bool SameRange(string left, string right) =>
        VersionRange.TryParse(left, out var one) && VersionRange.TryParse(right, out var other) && one.ToNormalizedString() == other.ToNormalizedString();

    private static PackageRefusedException Differ(string field, string manifest, string assembly) =>
        PackageRefusedException.NotSupported($"The manifest says {field} '{manifest}', the assembly says '{assembly}'; make them equal.");
}
