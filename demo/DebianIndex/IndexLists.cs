namespace MoECollab.Demo.DebianIndex;

/// <summary>A folder of apt's lists: which files belong to which publisher.</summary>
/// <param name="Release">Release of the largest index.</param>
/// <param name="Packages">Paths of the Packages files of the main publisher, largest first.</param>
/// <param name="Translations">Paths of all Translation files.</param>
internal sealed record IndexLists(string Release, IReadOnlyList<string> Packages, IReadOnlyList<string> Translations)
{
    /// <summary>Looks into the folder. Where a machine takes packages from several publishers, the one with the most counts.</summary>
    /// <param name="folder">The lists.</param>
    /// <returns>Null where there is no Packages file.</returns>
    public static IndexLists? Find(string folder)
    {
        var releases = Releases(folder);
        var indexes = Directory.EnumerateFiles(folder, "*_Packages")
            .Select(path => (Path: path, Size: new FileInfo(path).Length, Release: ReleaseOf(path, releases)))
            .ToList();
        if (indexes.Count == 0) return null;
        var main = indexes.GroupBy(index => index.Release.Origin, StringComparer.Ordinal)
            .OrderByDescending(group => group.Sum(index => index.Size))
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .First()
            .OrderByDescending(index => index.Size)
            .ThenBy(index => index.Path, StringComparer.Ordinal)
            .ToList();
        return new IndexLists(
            main[0].Release.Name,
            [.. main.Select(index => index.Path)],
            [.. Directory.EnumerateFiles(folder, "*_Translation-en").Order(StringComparer.Ordinal)]);
    }

    /// <summary>The release that most of the lists in a folder belong to; indexes may be compressed here.</summary>
    /// <param name="folder">The lists.</param>
    /// <returns>Null where the folder names none.</returns>
    public static string? MainRelease(string folder)
    {
        if (!Directory.Exists(folder)) return null;
        var releases = Releases(folder);
        var largest = Directory.EnumerateFiles(folder, "*_Packages*").MaxBy(path => new FileInfo(path).Length);
        return largest is null || releases.Count == 0 ? null : ReleaseOf(largest, releases).Name;
    }

    private static List<(string Prefix, ReleaseFile Release)> Releases(string folder)
    {
        var releases = new List<(string Prefix, ReleaseFile Release)>();
        foreach (var path in Directory.EnumerateFiles(folder, "*Release").Order(StringComparer.Ordinal))
        {
            using var text = new StreamReader(path);
            if (ReleaseFile.Read(text) is not { } release) continue;
            var name = Path.GetFileName(path);
            releases.Add((name[..(name.LastIndexOf('_') + 1)], release));
        }

        return releases;
    }

    private static ReleaseFile ReleaseOf(string index, List<(string Prefix, ReleaseFile Release)> releases)
    {
        var name = Path.GetFileName(index);
        return releases.Where(release => name.StartsWith(release.Prefix, StringComparison.Ordinal))
            .OrderByDescending(release => release.Prefix.Length)
            .Select(release => release.Release)
            .FirstOrDefault() ?? new ReleaseFile("", "unknown release");
    }
}
