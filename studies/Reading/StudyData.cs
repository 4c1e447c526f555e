using MoECollab.Training.Data;
using MoECollab.Training.Fitting;

namespace MoECollab.Studies.Reading;

/// <summary>Reads data sets, and remembers which files with which hashes.</summary>
internal sealed class StudyData(string root, StudyScale scale)
{
    private const double QuickShare = 0.1;

    private readonly SortedDictionary<string, string> _files = new(StringComparer.Ordinal);

    /// <summary>The files read so far.</summary>
    public IReadOnlyList<StudyFile> Files => [.. _files.Select(file => new StudyFile(file.Key, file.Value))];

    /// <summary>The hash of all files read so far and of the scale: what cells depend on.</summary>
    public string Identity => new RunIdentity().Add(_files.Select(file => $"{file.Key} {file.Value}")).Add(scale).ToString();

    /// <summary>One data set as a domain: its own dev part, or a tenth of the training rows by hash; a tenth of the rest when quick.</summary>
    /// <param name="set">Its folder.</param>
    public DomainData Domain(string set)
    {
        var read = LabelledData.Read(Path.Combine(root, set), new DataColumns());
        Remember(read.Summary.Files);
        return Thin(read.Domains.Single());
    }

    /// <summary>Several data sets, one domain each.</summary>
    public LabelledData Domains(IEnumerable<string> sets)
    {
        DomainData[] domains = [.. sets.Order(StringComparer.Ordinal).Select(Domain)];
        return new LabelledData(domains, HasDomains: true, new DataSummary { RowsRead = 0, Skipped = [], Warnings = [], Files = [] });
    }

    /// <summary>One file as it is.</summary>
    /// <param name="file">Its place below the data folder.</param>
    /// <param name="columns">Names of its fields.</param>
    public IReadOnlyList<Example> Rows(string file, DataColumns columns)
    {
        var log = new DataLog(null);
        Example[] rows = [.. new ExampleReader(columns, log).Read(Path.Combine(root, file))];
        Remember(log.ToSummary().Files);
        return rows;
    }

    /// <summary>All rows, or the fixed tenth of them when quick, with at least one of each label.</summary>
    public IReadOnlyList<Example> Thin(IReadOnlyList<Example> rows)
    {
        if (scale == StudyScale.Full) return rows;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. rows.Where(row => seen.Add(row.Label) | HashSplit.Position($"quick {row.Text}") < QuickShare)];
    }

    private DomainData Thin(DomainData domain) => scale == StudyScale.Full ? domain : domain with { Train = Thin(domain.Train) };

    private void Remember(IReadOnlyList<DataFile> files)
    {
        foreach (var file in files) _files[Path.GetRelativePath(root, file.Path).Replace('\\', '/')] = file.Sha256;
    }
}
