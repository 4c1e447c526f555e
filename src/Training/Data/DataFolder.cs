namespace MoECollab.Training.Data;

/// <summary>A folder as a data set: <c>&lt;domain&gt;/{train,dev,test}.jsonl</c>, or one domain's files in the folder itself.</summary>
internal sealed class DataFolder(DataColumns columns, DataLog log)
{
    private static readonly string[] Extensions = [".jsonl", ".csv", ".tsv"];

    public IReadOnlyList<DomainData> Read(string path, DataUse use)
    {
        var needed = use == DataUse.Training ? Split.Train : Split.Test;
        var own = Find(path, needed);
        var domains = own is null ? DomainFolders(path, needed) : [path];
        return [.. domains.Select(folder => ReadDomain(folder, use))];
    }

    private List<string> DomainFolders(string path, Split needed)
    {
        var folders = Directory.GetDirectories(path)
            .Where(folder => !Path.GetFileName(folder).StartsWith('.'))
            .OrderBy(Path.GetFileName, StringComparer.Ordinal)
            .ToList();
        var domains = folders.Where(folder => Find(folder, needed) is not null).ToList();
        if (domains.Count == 0) throw NoDomain(path, folders, needed);
        foreach (var folder in folders.Except(domains))
        {
            log.Warn(DataWarningKind.IgnoredFolder,
                $"{folder} holds no {FileName(needed)}.jsonl, .csv or .tsv and is not a domain");
        }

        return domains;
    }

    private DomainData ReadDomain(string folder, DataUse use)
    {
        var name = Path.GetFileName(Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar));
        var test = ReadPart(folder, Split.Test, name) ?? [];
        if (use == DataUse.Evaluation) return new DomainData(name, [], [], test);
        var dev = ReadPart(folder, Split.Dev, name);
        var train = ReadPart(folder, Split.Train, name) ?? [];
        return dev is null ? DevSplit.Cut(name, train, test) : new DomainData(name, train, dev, test);
    }

    private List<Example>? ReadPart(string folder, Split split, string domain)
    {
        var path = Find(folder, split);
        return path is null
            ? null
            : [.. new ExampleReader(columns with { Domain = null }, log).Read(path).Select(row => row with { Domain = domain })];
    }

    private static string? Find(string folder, Split split)
    {
        var found = Extensions.Select(extension => Path.Combine(folder, FileName(split) + extension)).Where(File.Exists).ToList();
        if (found.Count < 2) return found.SingleOrDefault();
        throw new BadDataException(
            BadDataCode.BadLayout,
            $"{string.Join(" and ", found)}",
            "one file per part",
            "Remove or rename one of them.");
    }

    private static string FileName(Split split) => split switch
    {
        Split.Train => "train",
        Split.Dev => "dev",
        _ => "test",
    };

    private static BadDataException NoDomain(string path, List<string> folders, Split needed) => new(
        BadDataCode.BadLayout,
        folders.Count == 0 ? $"no sub-folder in {path}" : $"{folders.Count} sub-folders in {path}, none with a {FileName(needed)} file",
        $"<domain>/{FileName(needed)}.jsonl, one folder per domain",
        "Lay the files out so, or name one file and its --domain-column.");
}
