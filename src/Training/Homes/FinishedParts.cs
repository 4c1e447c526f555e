using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Manifests;
using MoECollab.Packaging.Writing;

namespace MoECollab.Training.Homes;

/// <summary>Remembers, beside the checkpoints, which packages an earlier run finished, and from what.</summary>
internal sealed class FinishedParts
{
    private const string Done = ".done";

    private readonly string? _folder;
    private readonly List<string> _reused = [];

    /// <summary>Looks at what an earlier run left.</summary>
    /// <param name="folder">The folder of its marks and checkpoints; null for none.</param>
    public FinishedParts(string? folder)
    {
        _folder = folder;
        if (folder is not null && Directory.Exists(folder + Done)) Directory.Delete(folder + Done, recursive: true);
    }

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

    /// <summary>Keeps a copy of a package as it was first finished, for a run that is killed while it is replaced.</summary>
    public void KeepOriginal(InstalledPackage package)
    {
        if (OriginalOf(package) is not { } original || Directory.Exists(original)) return;
        var unfinished = original + ".partial";
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        PackageCopy.Of(package.Folder, unfinished);
        Directory.Move(unfinished, original);
    }

    /// <summary>Puts the copy back where there is one: what follows then finds what the killed run found.</summary>
    public void RestoreOriginal(InstalledPackage package)
    {
        if (OriginalOf(package) is not { } original || !Directory.Exists(original)) return;
        using var writer = PackageWriter.Begin(package.Folder, package.Role);
        PackageCopy.Of(original, writer.Folder);
        writer.Complete(null);
    }

    /// <summary>A folder for the checkpoints of one part; null where there are to be none.</summary>
    public string? CheckpointsOf(InstalledPackage package) =>
        _folder is null ? null : Directory.CreateDirectory(Path.Combine(_folder, NameOf(package))).FullName;

    /// <summary>Forgets everything: the home is complete.</summary>
    public void Clear()
    {
        if (_folder is null || !Directory.Exists(_folder)) return;
        // Gone at once, never by halves: half of the marks would make the next run mix old and new.
        Directory.Move(_folder, _folder + Done);
        Directory.Delete(_folder + Done, recursive: true);
    }

    private string? MarkOf(string name) =>
        _folder is null ? null : Path.Combine(Directory.CreateDirectory(_folder).FullName, name + ".finished");

    private string? OriginalOf(InstalledPackage package) =>
        _folder is null ? null : Path.Combine(Directory.CreateDirectory(_folder).FullName, NameOf(package) + ".original");

    private static string NameOf(InstalledPackage package) => package.Key.Replace('/', '_');
}
