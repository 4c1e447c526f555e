using MoECollab.Training.Evaluation;

namespace MoECollab.Training.Data;

/// <summary>A whole labelled data set in memory, read and checked.</summary>
/// <param name="Domains">At least one, ordinally sorted by name.</param>
/// <param name="HasDomains">Whether the domains come from the data; false for one file without a domain column.</param>
/// <param name="Summary">Counts, skipped lines, warnings, hash.</param>
public sealed record LabelledData(IReadOnlyList<DomainData> Domains, bool HasDomains, DataSummary Summary)
{
    /// <summary>Whether a label is its plain string, the same in every domain (<c>--merge-labels</c>).</summary>
    public bool MergesLabels { get; init; }

    /// <summary>When a predicted label is right.</summary>
    public LabelScope Scope => MergesLabels ? LabelScope.Merged : LabelScope.WithDomain;

    /// <summary>The rows of one part over all domains, in the order of the domains.</summary>
    /// <param name="split">Which part.</param>
    /// <returns>A lazy sequence.</returns>
    public IEnumerable<Example> Rows(Split split) => Domains.SelectMany(domain => domain.Rows(split));

    /// <summary>Reads a data folder or a single file.</summary>
    /// <param name="path">A folder with one sub-folder per domain, a folder with <c>train.jsonl</c>, or one JSONL, CSV or TSV file.</param>
    /// <param name="columns">Names of the columns.</param>
    /// <param name="use">Training checks more and reads all parts.</param>
    /// <param name="report">Called for each skipped line as it is met, or null.</param>
    /// <param name="scope">Merged where the same label in two domains is one; then a text of one domain's test part is held back from all training parts.</param>
    /// <returns>The data.</returns>
    /// <exception cref="BadDataException">There is nothing that can be trained or evaluated on.</exception>
    public static LabelledData Read(
        string path, DataColumns columns, DataUse use = DataUse.Training, Action<SkippedLine>? report = null, LabelScope scope = LabelScope.WithDomain)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(columns);
        var log = new DataLog(report);
        var hasDomains = Directory.Exists(path) || columns.Domain is not null;
        var read = Directory.Exists(path)
            ? new DataFolder(columns, log).Read(path, use)
            : new SingleFile(columns, log).Read(path, use);
        var domains = (scope == LabelScope.Merged ? Overlap.RemoveAcross(read, log) : read.Select(domain => Overlap.Remove(domain, log))).ToList();
        DataChecks.Run(path, domains, use, log);
        if (scope == LabelScope.Merged && use == DataUse.Training) DataChecks.WarnAcross(domains, log);
        return new LabelledData(domains, hasDomains, log.ToSummary()) { MergesLabels = scope == LabelScope.Merged };
    }
}
