namespace MoECollab.Demo.DebianIndex;

/// <summary>Turns the records of an index into rows.</summary>
internal sealed class Extraction(Translations translations)
{
    /// <summary>A section with fewer different texts is left out: it could neither be learned nor judged.</summary>
    public const int SmallestSection = 50;

    private readonly Dictionary<string, (PackageDescription Row, DescriptionLength Length)> _packages = new(StringComparer.Ordinal);

    /// <summary>Records that were broken or lacked a field.</summary>
    public int Skipped { get; private set; }

    /// <summary>Adds the records of one Packages file; a package that is known already stays as it is.</summary>
    /// <param name="lines">The file.</param>
    public void Add(TextReader lines)
    {
        foreach (var record in ControlFile.Read(
            lines, "Package", "Source", "Section", "Description", "Description-en", "Description-md5"))
        {
            if (!TryAdd(record)) Skipped++;
        }
    }

    /// <summary>The rows: one per different text, small sections left out.</summary>
    /// <param name="smallestSection">Fewest different texts of a section.</param>
    /// <returns>Rows sorted by package, and whether most have a long description.</returns>
    public (IReadOnlyList<PackageDescription> Rows, DescriptionLength Length) Finish(int smallestSection = SmallestSection)
    {
        var different = _packages.Values
            .OrderBy(package => package.Row.Package, StringComparer.Ordinal)
            .DistinctBy(package => package.Row.Text, StringComparer.Ordinal)
            .ToList();
        var large = different.CountBy(package => package.Row.Section)
            .Where(section => section.Value >= smallestSection)
            .Select(section => section.Key)
            .ToHashSet(StringComparer.Ordinal);
        var kept = different.Where(package => large.Contains(package.Row.Section)).ToList();
        var isLong = kept.Count(package => package.Length == DescriptionLength.Long) * 2 > kept.Count;
        return ([.. kept.Select(package => package.Row)], isLong ? DescriptionLength.Long : DescriptionLength.Synopsis);
    }

    private bool TryAdd(ControlRecord record)
    {
        var package = record["Package"];
        var section = record["Section"];
        var synopsis = record["Description"] ?? record["Description-en"];
        if (record.IsBroken || string.IsNullOrEmpty(package) || string.IsNullOrEmpty(section) || synopsis is null) return false;
        var description = translations.Find(record["Description-md5"]) ?? synopsis;
        var text = DescriptionText.From(package, description);
        if (text.Length == 0) return false;
        var row = new PackageDescription(package, SourceName(record["Source"]) ?? package, WithoutComponent(section), text);
        var length = description.Contains('\n', StringComparison.Ordinal) ? DescriptionLength.Long : DescriptionLength.Synopsis;
        _packages.TryAdd(package, (row, length));
        return true;
    }

    // "gcc-12 (12.2.0-14)" where the source's version differs from the package's.
    private static string? SourceName(string? source) => source?.Split(' ', 2)[0];

    private static string WithoutComponent(string section) => section[(section.LastIndexOf('/') + 1)..];
}
