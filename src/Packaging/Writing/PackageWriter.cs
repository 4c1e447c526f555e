using MoECollab.Errors;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Labels;
using MoECollab.Packaging.Manifests;

namespace MoECollab.Packaging.Writing;

/// <summary>
/// Builds a package in a staging folder beside its target and puts it there by one rename, so that nobody ever sees half of it.
/// Disposing it before <see cref="Complete"/> leaves nothing behind, and what a killed process left is cleared by the next writer.
/// </summary>
public sealed class PackageWriter : IDisposable
{
    private static readonly string[] Extensions = [".dll", ".pdb", ".deps.json", ".so", ".dylib"];

    private readonly PackageRole _role;
    private readonly string _replaced;
    private readonly FileStream _claim;

    private PackageWriter(PackageRole role, string target)
    {
        _role = role;
        Target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        var parent = Path.GetDirectoryName(Target) ?? throw new ArgumentException($"'{target}' is the root of the file system; name a folder below it.", nameof(target));
        Directory.CreateDirectory(parent);
        var name = Path.Combine(parent, $".{Path.GetFileName(Target)}");
        Folder = $"{name}.partial";
        _replaced = $"{name}.replaced";
        _claim = Claim($"{name}.lock");
        ClearLeftovers();
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
    /// <exception cref="MoECollabException">Id or version break the rules (<c>package-name</c>), or somebody else writes the same package (<c>package-busy</c>).</exception>
    public static PackageWriter Begin(Home home, PackageRole role, string id, string version) => new(role, home.Locate(role, id, version).Folder);

    /// <summary>Begins a package in any folder.</summary>
    /// <param name="target">The folder; an existing one is replaced at the end.</param>
    /// <param name="role">What it contributes.</param>
    /// <exception cref="MoECollabException">Somebody else writes to the same folder (<c>package-busy</c>).</exception>
    public static PackageWriter Begin(string target, PackageRole role) => new(role, target);

    /// <summary>Writes the labels and returns the name for <see cref="PackageTask.Labels"/>.</summary>
    /// <param name="labels">Distinct, non-empty strings in class order.</param>
    public string WriteLabels(IReadOnlyList<string> labels)
    {
        LabelFile.Write(Folder, labels);
        return LabelFile.DefaultName;
    }

    /// <summary>Copies an assembly's folder (the assembly, its .deps.json, its private dependencies, native libraries and satellite resources) to where a package has its code.</summary>
    /// <param name="folder">A plugin project's output folder, or the same of another package.</param>
    public void CopyAssemblies(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Where(IsCode))
        {
            var target = Path.Combine(Folder, PackageLayout.AssemblyFolder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(Path.Combine(folder, path), target, overwrite: true);
        }
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
        if (Directory.Exists(Target))
            Directory.Move(Target, _replaced);
        Directory.Move(Folder, Target);
        if (Directory.Exists(_replaced))
            Directory.Delete(_replaced, recursive: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
        _claim.Dispose();
    }

    // Held until the writer is disposed or its process ends, however it ends.
    private FileStream Claim(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (IOException fault)
        {
            throw new MoECollabException("package-busy", $"{Target} is being written by somebody else ({fault.Message}); wait for it, or write to another folder.", fault);
        }
    }

    // An output folder holds more than a package does: the laid-out package itself, for one.
    private static bool IsCode(string path) => path.Split(Path.DirectorySeparatorChar) switch
    {
        ["runtimes", ..] => true,
        [_, var file] => file.EndsWith(".resources.dll", StringComparison.Ordinal),
        [var file] => Extensions.Any(extension => file.EndsWith(extension, StringComparison.Ordinal)) || file.Contains(".so.", StringComparison.Ordinal),
        _ => false,
    };

    // What a killed run left: half a package, or the one before it on its way out.
    private void ClearLeftovers()
    {
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
        if (!Directory.Exists(_replaced))
            return;
        if (Directory.Exists(Target))
            Directory.Delete(_replaced, recursive: true);
        else
            Directory.Move(_replaced, Target);
    }
}
