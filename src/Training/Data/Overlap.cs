namespace MoECollab.Training.Data;

/// <summary>Takes rows out of training and validation whose text is reported on later: they would flatter the figures.</summary>
internal static class Overlap
{
    /// <summary>Within a domain.</summary>
    public static DomainData Remove(DomainData domain, DataLog log) => Remove(domain, Places(domain.Test), Places(domain.Dev), log);

    /// <summary>Over all domains: where labels are merged, what one domain is tested on is another's answer.</summary>
    public static IEnumerable<DomainData> RemoveAcross(IReadOnlyList<DomainData> domains, DataLog log)
    {
        var test = Places(domains.SelectMany(domain => domain.Test));
        var dev = Places(domains.SelectMany(domain => domain.Dev));
        return domains.Select(domain => Remove(domain, test, dev, log));
    }

    private static DomainData Remove(DomainData domain, Dictionary<string, SourceLine> test, Dictionary<string, SourceLine> dev, DataLog log)
    {
        if (domain.Train.Count == 0) return domain;
        var keptDev = Keep(domain.Dev, test, SkipReason.AlsoInTest, log);
        var keptTrain = Keep(domain.Train, test, SkipReason.AlsoInTest, log);
        keptTrain = Keep(keptTrain, dev, SkipReason.AlsoInDev, log);
        return domain with { Train = keptTrain, Dev = keptDev };
    }

    private static Dictionary<string, SourceLine> Places(IEnumerable<Example> rows)
    {
        var places = new Dictionary<string, SourceLine>(StringComparer.Ordinal);
        foreach (var row in rows) places.TryAdd(row.Text, row.Source);
        return places;
    }

    private static List<Example> Keep(
        IReadOnlyList<Example> rows, Dictionary<string, SourceLine> elsewhere, SkipReason reason, DataLog log)
    {
        var kept = new List<Example>(rows.Count);
        foreach (var row in rows)
        {
            if (elsewhere.TryGetValue(row.Text, out var place))
                log.Skip(row.Source, reason, $"the same text is at {place}");
            else
                kept.Add(row);
        }

        return kept;
    }
}
