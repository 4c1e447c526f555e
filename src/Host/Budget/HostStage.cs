namespace MoECollab.Host.Budget;

/// <summary>
/// Host memory in front of a device of its own: the files that experts were made from stay here when their weights leave the device, so that they come
/// back without the disk. Bounded in bytes; the longest unused go first, except those that something is being made from.
/// </summary>
/// <param name="limit">Bytes; null for no limit.</param>
/// <param name="changed">Told the used bytes, and whether files were let go of for others.</param>
internal sealed class HostStage(long? limit, Action<long, bool> changed)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<StagedFiles> _byUse = [];
    private long _used;

    /// <summary>Bytes that are taken.</summary>
    public long Used
    {
        get
        {
            lock (_gate)
                return _used;
        }
    }

    /// <summary>Takes room for as long as the host runs; false where there is not as much.</summary>
    public bool TryReserve(long bytes) => TryTake(null, bytes);

    /// <summary>Takes room for a package's file; others make room for it. False where it does not fit.</summary>
    public bool TryKeep(StagedFiles files, long bytes) => TryTake(files, bytes);

    /// <summary>The files are used: they are let go of after all others.</summary>
    public void Touch(StagedFiles files)
    {
        lock (_gate)
        {
            if (_byUse.Remove(files))
                _byUse.AddFirst(files);
        }
    }

    /// <summary>Lets a package's files go.</summary>
    public void Forget(StagedFiles files)
    {
        lock (_gate)
        {
            if (_byUse.Remove(files))
                LetGo(files, isForOthers: false);
        }
    }

    private bool TryTake(StagedFiles? files, long bytes)
    {
        lock (_gate)
        {
            var missing = limit is { } most ? _used + bytes - most : 0;
            var victims = new List<StagedFiles>();
            for (var node = _byUse.Last; node is not null && missing > 0; node = node.Previous)
            {
                if (node.Value == files || node.Value.IsHeld)
                    continue;
                victims.Add(node.Value);
                missing -= node.Value.Bytes;
            }

            if (missing > 0)
                return false;
            foreach (var victim in victims)
            {
                _byUse.Remove(victim);
                LetGo(victim, isForOthers: true);
            }

            _used += bytes;
            if (files is not null && files.Bytes == 0)
                _byUse.AddFirst(files);
            if (files is not null)
                files.Bytes += bytes;
            changed(_used, false);
            return true;
        }
    }

    private void LetGo(StagedFiles files, bool isForOthers)
    {
        _used -= files.Bytes;
        files.Bytes = 0;
        files.Drop();
        changed(_used, isForOthers);
    }
}
