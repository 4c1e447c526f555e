using MoECollab.Errors;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Labels;
using MoECollab.Packaging.Manifests;

namespace MoECollab.Packaging.Writing;

/// <summary>
/// Builds a package in a staging folder beside its target and puts it there by one rename, so that nobody ever sees half of it.
/// Disposing it before <see cref="Complete"/> leaves nothing behind.
/// </summary>
public sealed class PackageWriter : IDisposable
{
    private readonly PackageRole _role;

    private PackageWriter(PackageRole role, string target)
    {
        _role = role;
        Target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        var parent = Path.GetDirectoryName(Target) ?? throw new ArgumentException($"'{target}' is the root of the file system; name a folder below it.", nameof(target));
        Directory.CreateDirectory(parent);
        Folder = Path.Combine(parent, $".{Path.GetFileName(Target)}.{Guid.NewGuid():n}.partial");
        Directory.CreateDirectory(Path.Combine(Folder, PackageLayout.ContentFolder));
    }

    /// <summary>Where the package will be.</summary>
    public string Target { get; }

    /// <summary>The staging folder: trainers write weights and other files below it.</summary>
    public string Folder { get; }

    /// <summary>Begins a package of a home.</summary>
    /// <param name="home">The home.</param>
    /// <param name="role">What it contributes.</param>
    /// <param name="id">Its id.</param>
    /// <param name="version">SemVer.</param>
    /// <exception cref="MoECollabException">Id or version break the rules (<c>package-name</c>).</exception>
    public static PackageWriter Begin(Home home, PackageRole role, string id, string version) => new(role, home.Locate(role, id, version).Folder);

    /// <summary>Begins a package in any folder.</summary>
    /// <param name="target">The folder; an existing one is replaced at the end.</param>
    /// <param name="role">What it contributes.</param>
    public static PackageWriter Begin(string target, PackageRole role) => new(role, target);

    /// <summary>Writes the labels and returns the name for <see cref="PackageTask.Labels"/>.</summary>
    /// <param name="labels">Distinct, non-empty strings in class order.</param>
    public string WriteLabels(IReadOnlyList<string> labels)
    {
        LabelFile.Write(Folder, labels);
        return LabelFile.DefaultName;
    }

    /// <summary>Copies an assembly's folder (the assembly, its private dependencies, its .deps.json) to where a package has its code.</summary>
    /// <param name="folder">A plugin project's output folder.</param>
    public void CopyAssemblies(string folder)
    {
        var target = Path.Combine(Folder, PackageLayout.AssemblyFolder);
        Directory.CreateDirectory(target);
        foreach (var file in Directory.EnumerateFiles(folder).Where(file => file.EndsWith(".dll", StringComparison.Ordinal) || file.EndsWith(".pdb", StringComparison.Ordinal) || file.EndsWith(".deps.json", StringComparison.Ordinal)))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
    }

    /// <summary>Writes the manifest, where one is given, and puts the package in place of whatever was there.</summary>
    /// <param name="manifest">The manifest; null where the trainer wrote <c>moe/gate.json</c> itself.</param>
    /// <exception cref="MoECollabException">The manifest breaks a rule (<c>manifest-invalid</c>), or a trained gate has none.</exception>
    public void Complete(PackageManifest? manifest)
    {
        if (manifest is not null)
            ManifestWriter.Write(_role, Folder, manifest);
        else if (!File.Exists(Path.Combine(Folder, PackageLayout.ManifestOf(_role))))
            throw new MoECollabException(ManifestReader.FaultCode, $"{Folder} has no {PackageLayout.ManifestOf(_role)}; write it before completing the package.");
        var old = $"{Folder}.old";
        if (Directory.Exists(Target))
            Directory.Move(Target, old);
        Directory.Move(Folder, Target);
        if (Directory.Exists(old))
            Directory.Delete(old, recursive: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }
}
