using MoECollab.Errors;

namespace MoECollab.Host.Budget;

/// <summary>
/// What keeps a share of a budget however long it is unused (reservations, pinned experts), in which order everything else goes, and the arithmetic of what that
/// leaves. Whoever asks holds the budget's lock.
/// </summary>
/// <param name="device">Where, for messages.</param>
/// <param name="limit">Bytes.</param>
/// <param name="all">Every package's weights, in memory or not.</param>
internal sealed class Claims(string device, long limit, IReadOnlyCollection<SharedWeights> all)
{
    private readonly HashSet<string> _pinned = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _priorities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _reserved = new(StringComparer.Ordinal);

    /// <summary>Bytes that are no experts'.</summary>
    public long ReservedBytes => _reserved.Values.Sum();

    private string ReservedText => _reserved.Count == 0 ? "" : $", and {string.Join(", ", _reserved.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Value:N0} are the {entry.Key}'s"))}";

    /// <summary>Enters bytes as something's own, or takes them out again (below 0).</summary>
    public void Reserve(string what, long bytes)
    {
        var held = _reserved.GetValueOrDefault(what) + bytes;
        // What takes nothing is not named.
        if (held == 0)
            _reserved.Remove(what);
        else
            _reserved[what] = held;
    }

    /// <exception cref="MoECollabException">What is pinned would not fit together (<c>over-budget</c>).</exception>
    public void Pin(string id)
    {
        var others = PinnedBytes(except: null);
        var more = all.Where(weights => !IsPinned(weights) && weights.Owners.Any(owner => owner.Id == id)).Sum(weights => weights.Bytes);
        if (others + more > limit - ReservedBytes)
            throw new MoECollabException("over-budget", $"'{id}' cannot be pinned: it takes {more:N0} bytes, {others:N0} are pinned already{ReservedText}, together {others + more + ReservedBytes:N0}, and the budget of {device} is {limit:N0}. Unpin another, or raise Budget:DeviceBytes.");
        _pinned.Add(id);
    }

    public void Unpin(string id) => _pinned.Remove(id);

    public void Prioritise(string id, int priority) => _priorities[id] = priority;

    /// <summary>Whether so many bytes could be had if everything went that may.</summary>
    /// <param name="bytes">How many.</param>
    /// <param name="weights">Whose they are; null for no expert's.</param>
    /// <exception cref="MoECollabException">They could not (<c>over-budget</c>); the message has the arithmetic.</exception>
    public void CheckRoom(long bytes, SharedWeights? weights)
    {
        var pinned = PinnedBytes(except: weights);
        var free = Math.Max(0, limit - pinned - ReservedBytes);
        if (bytes > free)
            throw new MoECollabException("over-budget", $"It takes {bytes:N0} bytes; the budget of {device} is {limit:N0}, of which {pinned:N0} are pinned{ReservedText}, so {free:N0} can be had: {bytes - free:N0} are missing. Raise Budget:DeviceBytes, unpin others, or use a smaller one.");
    }

    /// <summary>The weights that go next: of the lowest priority the longest unused; null where all that are in memory are pinned or in use.</summary>
    /// <param name="except">Whose room is made.</param>
    public SharedWeights? NextToGo(SharedWeights? except) => all
        .Where(weights => weights != except && weights.Expert is not null && weights.Users == 0 && !IsPinned(weights))
        .OrderBy(PriorityOf).ThenBy(weights => weights.LastUse).FirstOrDefault();

    private long PinnedBytes(SharedWeights? except) => all.Where(weights => weights != except && IsPinned(weights)).Sum(weights => weights.Bytes);

    private bool IsPinned(SharedWeights weights) => weights.Owners.Any(owner => _pinned.Contains(owner.Id));

    private int PriorityOf(SharedWeights weights) => weights.Owners.Select(owner => _priorities.GetValueOrDefault(owner.Id)).DefaultIfEmpty().Max();
}
