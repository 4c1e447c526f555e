namespace MoECollab.Training.Homes;

/// <summary>A copy of a package's files.</summary>
internal static class PackageCopy
{
    /// <summary>Copies all files below a folder to another, over those that are there.</summary>
    public static void Of(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }
}
