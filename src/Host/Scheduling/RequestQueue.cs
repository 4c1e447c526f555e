namespace MoECollab.Host.Scheduling;

/// <summary>
/// Accepted work that waits, bounded in inputs, by rank: first come first served among equal priorities, and each step of priority is worth a
/// certain time of waiting, so that nobody waits for ever. Lanes block on it.
/// </summary>
internal sealed class RequestQueue(int capacity)
{
    private readonly object _added = new();
    private readonly LinkedList<WorkItem> _waiting = [];
    private int _inputs;
    private int _unequal;
    private bool _isClosed;

    /// <summary>Inputs that wait.</summary>
    public int Length => Volatile.Read(ref _inputs);

    public int Capacity => capacity;

    /// <summary>Accepts an item; false where there is no room.</summary>
    /// <param name="item">The item.</param>
    /// <param name="givenWay">Items of lower priority that were taken out to make the room, the last in rank first; the caller tells who waits for them.</param>
    public bool TryAdd(WorkItem item, out IReadOnlyList<WorkItem> givenWay)
    {
        givenWay = [];
        lock (_added)
        {
            if (_isClosed)
                return false;
            var missing = _inputs + item.Inputs.Count - capacity;
            if (missing > 0)
            {
                givenWay = LowerOnes(item, missing);
                if (givenWay.Count == 0)
                    return false;
                foreach (var lower in givenWay)
                    Unlink(lower);
            }

            Link(item);
            Monitor.Pulse(_added);
        }

        return true;
    }

    /// <summary>Puts items that were taken back to the front, room or not: they were accepted before.</summary>
    public void PutBack(IReadOnlyList<WorkItem> items)
    {
        lock (_added)
        {
            foreach (var item in items.Reverse())
            {
                item.Node = _waiting.AddFirst(item);
                Count(item, 1);
            }

            Monitor.PulseAll(_added);
        }
    }

    /// <summary>Takes an item out that nobody waits for any more.</summary>
    public void Remove(WorkItem item)
    {
        lock (_added)
            Unlink(item);
    }

    /// <summary>Waits for work and takes what fits together, without waiting for more. Null when the queue is closed.</summary>
    /// <param name="most">Inputs of one batch; one item may have more.</param>
    public List<WorkItem>? Take(int most)
    {
        lock (_added)
        {
            while (true)
            {
                if (TakeTogether(most) is { Count: > 0 } taken)
                    return taken;
                if (_isClosed)
                    return null;
                Monitor.Wait(_added);
            }
        }
    }

    /// <summary>Items that wait, for who checks deadlines.</summary>
    public WorkItem[] Snapshot()
    {
        lock (_added)
            return [.. _waiting];
    }

    /// <summary>No more work is accepted; lanes end when what waits is done.</summary>
    public void Close()
    {
        lock (_added)
        {
            _isClosed = true;
            Monitor.PulseAll(_added);
        }
    }

    private List<WorkItem> TakeTogether(int most)
    {
        var taken = new List<WorkItem>();
        var inputs = 0;
        for (var node = _waiting.First; node is not null && inputs < most;)
        {
            var (item, next) = (node.Value, node.Next);
            if (item.IsOver)
            {
                Unlink(item);
            }
            else if (taken.Count == 0 || (inputs + item.Inputs.Count <= most && item.FitsWith(taken[0])))
            {
                Unlink(item);
                taken.Add(item);
                inputs += item.Inputs.Count;
            }

            node = next;
        }

        return taken;
    }

    // The last of lower priority, enough for what is missing; none where there are not enough. What was accepted and taken before stays.
    private List<WorkItem> LowerOnes(WorkItem item, int missing)
    {
        var lower = new List<WorkItem>();
        if (_unequal == 0 && item.Priority == 0)
            return lower;
        for (var node = _waiting.Last; node is not null && node.Value.Rank > item.Rank && missing > 0; node = node.Previous)
        {
            if (node.Value.Priority >= item.Priority || node.Value.Hung.Count > 0)
                continue;
            lower.Add(node.Value);
            missing -= node.Value.Inputs.Count;
        }

        return missing > 0 ? [] : lower;
    }

    private void Link(WorkItem item)
    {
        var before = _waiting.Last;
        while (before is not null && before.Value.Rank > item.Rank)
            before = before.Previous;
        item.Node = before is null ? _waiting.AddFirst(item) : _waiting.AddAfter(before, item);
        Count(item, 1);
    }

    private void Unlink(WorkItem item)
    {
        if (item.Node is not { List: not null } node)
            return;
        _waiting.Remove(node);
        item.Node = null;
        Count(item, -1);
    }

    private void Count(WorkItem item, int sign)
    {
        _inputs += sign * item.Inputs.Count;
        _unequal += item.Priority == 0 ? 0 : sign;
    }
}
