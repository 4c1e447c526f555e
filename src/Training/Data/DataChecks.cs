namespace MoECollab.Training.Data;

/// <summary>Looks over a data set as a whole: what cannot be used stops here, what is odd is named.</summary>
internal static class DataChecks
{
    private const int FewRows = 20;

    public static void Run(string path, IReadOnlyList<DomainData> domains, DataUse use, DataLog log)
    {
        Refuse(path, domains, use, log);
        if (use == DataUse.Evaluation) return;
        foreach (var domain in domains)
        {
            WarnOfSize(domain, log);
            WarnOfSingles(domain, log);
            WarnOfSimilarLabels(domain, log);
            WarnOfUnseenLabels(domain, log);
        }
    }

    /// <summary>Labels of different domains that would be one, but for case or space.</summary>
    public static void WarnAcross(IReadOnlyList<DomainData> domains, DataLog log)
    {
        var firsts = domains.SelectMany(domain => domain.Train.DistinctBy(row => row.Label, StringComparer.Ordinal)).DistinctBy(row => row.Label, StringComparer.Ordinal);
        foreach (var group in firsts.GroupBy(row => Folded(row.Label)).Where(group => group.DistinctBy(row => row.Domain).Skip(1).Any()))
            log.Warn(DataWarningKind.SimilarLabels, $"labels of different domains that differ only in case or space, and are not merged: {Spellings(group)}");
    }

    private static void Refuse(string path, IReadOnlyList<DomainData> domains, DataUse use, DataLog log)
    {
        var needed = use == DataUse.Training ? Split.Train : Split.Test;
        if (domains.Count == 0) throw Empty(path, needed, log);
        foreach (var domain in domains)
        {
            var rows = domain.Rows(needed);
            if (rows.Count == 0) throw Empty($"domain {domain.Name} of {path}", needed, log);
            if (use == DataUse.Training && domain.Labels.Count == 1) throw OneClass(domain, rows[0]);
        }

        foreach (var same in domains.GroupBy(domain => domain.Id).Where(group => group.Count() > 1))
        {
            throw new BadDataException(
                BadDataCode.SameId,
                $"the domains {string.Join(" and ", same.Select(domain => $"\"{domain.Name}\""))}, which both give the expert id \"{same.Key}\"",
                "domain names that still differ in lower case with other characters as -",
                "Rename one of them.");
        }
    }

    private static BadDataException Empty(string where, Split needed, DataLog log)
    {
        var summary = log.ToSummary();
        var skipped = summary.Skipped.SelectMany(skip => skip.Examples).ToList();
        var first = skipped.Count == 0 ? "" : $" (all {summary.SkippedRows:N0} rows were skipped; {skipped[0]})";
        return new BadDataException(
            BadDataCode.Empty,
            $"no usable row in the {needed.ToString().ToLowerInvariant()} part of {where}{first}",
            "at least one row with a text and a label",
            "Check the file, and the names given by --text-column and --label-column.");
    }

    private static BadDataException OneClass(DomainData domain, Example first) => new(
        BadDataCode.OneClass,
        $"one single label, \"{first.Label}\", in all {domain.Train.Count:N0} training rows of domain {domain.Name} (first at {first.Source})",
        "at least two labels",
        "Add rows of another label, or check --label-column.");

    private static void WarnOfSize(DomainData domain, DataLog log)
    {
        if (domain.Train.Count < FewRows)
        {
            log.Warn(DataWarningKind.SmallDomain,
                $"domain {domain.Name} has only {domain.Train.Count} training rows (first at {domain.Train[0].Source}); its expert will be weak");
        }
    }

    private static void WarnOfSingles(DomainData domain, DataLog log)
    {
        foreach (var single in domain.Train.GroupBy(row => row.Label, StringComparer.Ordinal).Where(group => !group.Skip(1).Any()))
        {
            log.Warn(DataWarningKind.SingleExampleClass,
                $"label \"{single.Key}\" of domain {domain.Name} has a single training row, {single.First().Source}");
        }
    }

    private static void WarnOfSimilarLabels(DomainData domain, DataLog log)
    {
        var firsts = domain.Train.DistinctBy(row => row.Label, StringComparer.Ordinal);
        foreach (var group in firsts.GroupBy(row => Folded(row.Label)).Where(group => group.Skip(1).Any()))
        {
            log.Warn(DataWarningKind.SimilarLabels,
                $"labels of domain {domain.Name} that differ only in case or space, and count as different: {Spellings(group)}");
        }
    }

    private static void WarnOfUnseenLabels(DomainData domain, DataLog log)
    {
        var known = domain.Labels.ToHashSet(StringComparer.Ordinal);
        foreach (var unseen in domain.Dev.Concat(domain.Test).Where(row => !known.Contains(row.Label)).DistinctBy(row => row.Label))
        {
            log.Warn(DataWarningKind.UnseenLabel,
                $"label \"{unseen.Label}\" at {unseen.Source} has no training row in domain {domain.Name} and can never be right");
        }
    }

    private static string Spellings(IEnumerable<Example> rows) => string.Join(", ", rows.Select(row => $"\"{row.Label}\" ({row.Source})"));

    private static string Folded(string label) =>
        string.Concat(label.Where(c => !char.IsWhiteSpace(c))).ToLowerInvariant();
}
