using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Manifests;

namespace MoECollab.Training.Homes;

/// <summary>Remembers, beside the checkpoints, which packages an earlier run finished, and from what.</summary>
internal sealed class FinishedParts(string? folder)
{
    private readonly List<string> _reused = [];

    /// <summary>Keys of the packages that were found finished.</summary>
    public IReadOnlyList<string> Reused
    {
        get
        {
            lock (_reused) return [.. _reused.Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>The manifest of a package that was finished from the same data and options; null where it has to be trained.</summary>
    public PackageManifest? Find(InstalledPackage package, string identity)
    {
        var path = PathOf(package);
        if (path is null || !File.Exists(path) || !File.Exists(package.ManifestPath) || File.ReadAllText(path) != identity) return null;
        lock (_reused) _reused.Add(package.Key);
        return ManifestReader.Read(package);
    }

    /// <summary>Says that a package is finished. Written last: a kill before it costs the training again, never its result.</summary>
    public void Add(InstalledPackage package, string identity)
    {
        if (PathOf(package) is not { } path) return;
        File.WriteAllText(path + ".partial", identity);
        File.Move(path + ".partial", path, overwrite: true);
    }

    /// <summary>A folder for the checkpoints of one part; null where there are to be none.</summary>
    public string? CheckpointsOf(InstalledPackage package) =>
        folder is null ? null : Directory.CreateDirectory(Path.Combine(folder, NameOf(package))).FullName;

    /// <summary>Forgets everything: the home is complete.</summary>
    public void Clear()
    {
        if (folder is not null && Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    private string? PathOf(InstalledPackage package) =>
        folder is null ? null : Path.Combine(Directory.CreateDirectory(folder).FullName, NameOf(package) + ".finished");

    private static string NameOf(InstalledPackage package) => package.Key.Replace('/', '_');
}
