using MoECollab.Errors;

namespace MoECollab.Packaging.Homes;

/// <summary>A folder that holds one mixture and everything installed for it.</summary>
public sealed class Home
{
    /// <summary>Names a home; nothing is read or created.</summary>
    /// <param name="root">The folder; it need not exist yet.</param>
    public Home(string root) => Root = Path.GetFullPath(root);

    /// <summary>The folder, as a full path.</summary>
    public string Root { get; }

    /// <summary><c>moe.json</c>: what the mixture is.</summary>
    public string MixturePath => Path.Combine(Root, "moe.json");

    /// <summary><c>state.json</c>: state and reason of each package.</summary>
    public string StatePath => Path.Combine(Root, "state.json");

    /// <summary><c>.fit</c>: what <c>moe fit</c> keeps until it has finished.</summary>
    public string FitPath => Path.Combine(Root, ".fit");

    /// <summary>The folder of all packages of a role.</summary>
    /// <param name="role">The role.</param>
    public string FolderOf(PackageRole role) => Path.Combine(Root, PackageLayout.FolderOf(role));

    /// <summary>Where a package belongs; it need not exist.</summary>
    /// <param name="role">The role.</param>
    /// <param name="id">The id.</param>
    /// <param name="version">SemVer.</param>
    /// <exception cref="MoECollabException">Id or version break the rules (<c>package-name</c>): such a path could leave the home.</exception>
    public InstalledPackage Locate(PackageRole role, string id, string version)
    {
        if (!PackageNames.IsId(id))
            throw new MoECollabException("package-name", $"'{id}' is no package id; expected {PackageNames.IdRule}.");
        if (!PackageNames.IsVersion(version))
            throw new MoECollabException("package-name", $"'{version}' of {id} is no version; expected SemVer such as 1.0.0.");
        return new InstalledPackage(role, id, version, Path.Combine(FolderOf(role), id, version));
    }

    /// <summary>Every package folder of a role, by id and then by version; folders whose names begin with a dot are staging areas and are left out.</summary>
    /// <param name="role">The role.</param>
    public IReadOnlyList<InstalledPackage> Packages(PackageRole role)
    {
        var packages =
            from id in SubFolders(FolderOf(role))
            from version in SubFolders(id.FullName)
            select new InstalledPackage(role, id.Name, version.Name, version.FullName);
        return [.. packages];
    }

    /// <summary>Every package folder of every role.</summary>
    public IReadOnlyList<InstalledPackage> Packages() => [.. PackageLayout.Roles.SelectMany(Packages)];

    private static IEnumerable<DirectoryInfo> SubFolders(string folder)
    {
        var directory = new DirectoryInfo(folder);
        return directory.Exists
            ? directory.EnumerateDirectories("*", new EnumerationOptions { IgnoreInaccessible = true }).Where(child => !child.Name.StartsWith('.')).OrderBy(child => child.Name, StringComparer.Ordinal)
            : [];
    }
}
