namespace MoECollab.Host.Budget;

/// <summary>Section <c>Budget</c>: how many bytes of experts' weights may be in memory at a time. What does not fit stays on disk until it is chosen.</summary>
public sealed class BudgetOptions
{
    /// <summary>Bytes on the device that experts run on, from 0; default 0, no limit.</summary>
    public long DeviceBytes { get; set; }

    /// <summary>Bytes in host memory, from 0; default 0, no limit. Where experts run on the CPU the smaller of both holds; elsewhere it bounds the files that are kept for weights to come back from.</summary>
    public long HostBytes { get; set; }

    /// <summary>Ids of experts that are never let go of, separated by commas; default none.</summary>
    public string Pinned { get; set; } = "";

    /// <summary>Experts whose weights are let go of later (above 0) or sooner (below 0) than others, as <c>id=2,other=-1</c>; default 0 for all.</summary>
    public string Priorities { get; set; } = "";

    /// <summary>The limit on a device; null for none.</summary>
    internal long? LimitOn(bool isHost)
    {
        long[] limits = isHost ? [DeviceBytes, HostBytes] : [DeviceBytes];
        return limits.Where(limit => limit > 0).Select(limit => (long?)limit).Min();
    }

    internal IReadOnlySet<string> PinnedIds() => Parts(Pinned).ToHashSet(StringComparer.Ordinal);

    /// <summary>Priorities by id; null where one cannot be read.</summary>
    internal IReadOnlyDictionary<string, int>? PriorityOfIds()
    {
        var priorities = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var part in Parts(Priorities))
        {
            if (part.Split('=') is not [var id, var number] || !int.TryParse(number, out var priority) || !priorities.TryAdd(id, priority))
                return null;
        }

        return priorities;
    }

    private static string[] Parts(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
