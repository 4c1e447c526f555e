using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Manifests;
using MoECollab.Packaging.Writing;

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
        var path = MarkOf(NameOf(package));
        if (path is null || !File.Exists(path) || !File.Exists(package.ManifestPath) || File.ReadAllText(path) != identity) return null;
        lock (_reused) _reused.Add(package.Key);
        // A kill just after a package was put in its place leaves its writer's claim beside it; beginning and giving up clears that.
        PackageWriter.Begin(package.Folder, package.Role).Dispose();
        return ManifestReader.Read(package);
    }

    /// <summary>Whether a file that is no package was finished from the same data and options.</summary>
    /// <param name="name">Names it.</param>
    /// <param name="file">Where it lies.</param>
    /// <param name="identity">Everything it depends on.</param>
    public bool Has(string name, string file, string identity) =>
        MarkOf(name) is { } path && File.Exists(path) && File.Exists(file) && File.ReadAllText(path) == identity;

    /// <summary>Says that a package is finished. Written last: a kill before it costs the training again, never its result.</summary>
    public void Add(InstalledPackage package, string identity) => Add(NameOf(package), identity);

    /// <summary>Says that a file is finished.</summary>
    public void Add(string name, string identity)
    {
        if (MarkOf(name) is not { } path) return;
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

    private string? MarkOf(string name) =>
        folder is null ? null : Path.Combine(Directory.CreateDirectory(folder).FullName, name + ".finished");

    private static string NameOf(InstalledPackage package) => package.Key.Replace('/', '_');
}
