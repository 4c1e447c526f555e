using System.Runtime.CompilerServices;

namespace MoECollab.Architecture.Tests;

internal static class RepositoryRoot
{
    public static string Path { get; } = Above(ThisFolder());

    /// <summary>The files of a kind below a folder of the repository, as relative path and text, build output left out.</summary>
    public static IEnumerable<(string Path, string Text)> Files(string folder, string pattern) =>
        from path in Directory.EnumerateFiles(System.IO.Path.Combine(Path, folder), pattern, SearchOption.AllDirectories)
        let relative = System.IO.Path.GetRelativePath(Path, path).Replace('\\', '/')
        where !relative.Split('/').Any(part => part is "obj" or "bin")
        select (relative, File.ReadAllText(path));

    private static string Above(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "MoECollab.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException("No MoECollab.sln above " + start);
    }

    private static string ThisFolder([CallerFilePath] string path = "") => System.IO.Path.GetDirectoryName(path)!;
}
