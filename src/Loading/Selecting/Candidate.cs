using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Manifests;
using MoECollab.Packaging.States;

namespace MoECollab.Loading.Selecting;

/// <summary>A package folder while it is decided what becomes of it: undecided packages are loaded.</summary>
internal sealed class Candidate(InstalledPackage package)
{
    public InstalledPackage Package => package;

    public PackageManifest? Manifest { get; set; }

    // Decided before loading: kept out, superseded, broken. Null: to be loaded.
    public PackageStatus? Decided { get; set; }

    public PackageRole Role => package.Role;

    // What the manifest claims, or, where there is no sound one, what the folder is called.
    public string Id => Manifest?.Id ?? package.Id;

    public string Version => Manifest?.Version ?? package.Version;

    public bool IsInItsPlace => Id == package.Id && Version == package.Version;
}
