namespace MoECollab.Training.Data;

/// <summary>Takes rows out of training and validation whose text is reported on later: they would flatter the figures.</summary>
internal static class Overlap
{
    public static DomainData Remove(DomainData domain, DataLog log)
    {
        if (domain.Train.Count == 0) return domain;
        var test = Places(domain.Test);
        var dev = Places(domain.Dev);
        var keptDev = Keep(domain.Dev, test, SkipReason.AlsoInTest, log);
        var keptTrain = Keep(domain.Train, test, SkipReason.AlsoInTest, log);
        keptTrain = Keep(keptTrain, dev, SkipReason.AlsoInDev, log);
        return domain with { Train = keptTrain, Dev = keptDev };
    }

    private static Dictionary<string, SourceLine> Places(IReadOnlyList<Example> rows)
    {
        var places = new Dictionary<string, SourceLine>(rows.Count, StringComparer.Ordinal);
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
