namespace MoECollab.Packaging.Homes;

/// <summary>A package folder of a home, named after its place; its manifest may claim otherwise.</summary>
/// <param name="Role">What it contributes.</param>
/// <param name="Id">The name of the folder above.</param>
/// <param name="Version">The name of the folder itself.</param>
/// <param name="Folder">The full path.</param>
public sealed record InstalledPackage(PackageRole Role, string Id, string Version, string Folder)
{
    /// <summary>The full path of its manifest.</summary>
    public string ManifestPath => Path.Combine(Folder, PackageLayout.ManifestOf(Role));

    /// <summary>Where it lies inside the home, for people and as the key in <c>state.json</c>.</summary>
    public string Key => $"{PackageLayout.FolderOf(Role)}/{Id}/{Version}";
}
