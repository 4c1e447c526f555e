using MoECollab.Errors;
using MoECollab.Packages;
using MoECollab.Weights;

namespace MoECollab.Packaging.Files;

/// <summary>The files of a package's folder. Neither a path nor a symbolic link leads out of it.</summary>
public sealed class PackageFiles : IPackageFiles
{
    private const int MaximumLinks = 32;

    private readonly string _root;

    /// <summary>Names a package's folder.</summary>
    /// <param name="folder">The folder; it need not have any file.</param>
    public PackageFiles(string folder) => _root = RealPath(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));

    /// <inheritdoc/>
    public bool Exists(string path) => File.Exists(Locate(path));

    /// <inheritdoc/>
    public Stream OpenRead(string path)
    {
        var file = Locate(path);
        try
        {
            // Shared for delete and write, so that a package can be replaced while an older generation still reads.
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new MoECollabException("package-file-missing", $"The package {_root} has no readable file '{path}' ({fault.Message}).", fault);
        }
    }

    /// <inheritdoc/>
    public WeightFile OpenWeights(string path) => WeightFile.Open(Locate(path));

    /// <summary>The full path of a file of the package.</summary>
    /// <param name="path">Relative, with forward slashes.</param>
    /// <exception cref="MoECollabException">It leaves the package (<c>package-path</c>).</exception>
    public string Locate(string path)
    {
        var full = path.Length == 0 || path.Contains('\\', StringComparison.Ordinal) || path.Contains('\0', StringComparison.Ordinal) || Path.IsPathRooted(path)
            ? null
            : Path.GetFullPath(Path.Combine(_root, path));
        if (full is null || !IsInside(full))
            throw new MoECollabException("package-path", $"'{path}' leads out of the package {_root}; expected a relative path with forward slashes that stays inside.");
        var real = RealPath(full);
        if (!IsInside(real))
            throw new MoECollabException("package-path", $"'{path}' is a link to {real}, outside of the package {_root}; put the file itself into the package.");
        return real;
    }

    // With the separator: /plugins/foo-evil begins with /plugins/foo.
    private bool IsInside(string full) => full.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string RealPath(string full)
    {
        for (var links = 0; links < MaximumLinks; links++)
        {
            if (FirstLink(full) is not { } link)
                return full;
            var target = link.ResolveLinkTarget(returnFinalTarget: false)!.FullName;
            full = Path.GetFullPath(target + full[link.FullName.Length..]);
        }

        throw new MoECollabException("package-path", $"{full} is a circle of symbolic links.");
    }

    private static FileInfo? FirstLink(string full)
    {
        for (var end = full.IndexOf(Path.DirectorySeparatorChar, 1); ; end = full.IndexOf(Path.DirectorySeparatorChar, end + 1))
        {
            var part = new FileInfo(end < 0 ? full : full[..end]);
            if (part.LinkTarget is not null)
                return part;
            if (end < 0)
                return null;
        }
    }
}
