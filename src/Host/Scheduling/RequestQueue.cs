namespace MoECollab.Host.Scheduling;

/// <summary>Accepted work that waits, bounded in inputs, first come first served. Lanes block on it.</summary>
internal sealed class RequestQueue(int capacity)
{
    private readonly object _added = new();
    private readonly LinkedList<WorkItem> _waiting = [];
    private int _inputs;
    private bool _isClosed;

    /// <summary>Inputs that wait.</summary>
    public int Length => Volatile.Read(ref _inputs);

    public int Capacity => capacity;

    /// <summary>Accepts an item; false where there is no room.</summary>
    public bool TryAdd(WorkItem item)
    {
        lock (_added)
        {
            if (_isClosed || _inputs + item.Inputs.Count > capacity)
                return false;
            item.Node = _waiting.AddLast(item);
            _inputs += item.Inputs.Count;
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
                _inputs += item.Inputs.Count;
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

    private void Unlink(WorkItem item)
    {
        if (item.Node is not { List: not null } node)
            return;
        _waiting.Remove(node);
        item.Node = null;
        _inputs -= item.Inputs.Count;
    }
}
