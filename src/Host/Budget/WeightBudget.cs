using System.Diagnostics.CodeAnalysis;
using MoECollab.Errors;
using MoECollab.Experts;

namespace MoECollab.Host.Budget;

/// <summary>
/// Keeps the bytes of weights within a limit. Encoder and gate are there as long as they live. Experts' weights come when their expert is called and go, the longest unused of the lowest
/// priority first, when others need the room; those that are pinned or in use stay. Room is made before anything is loaded, so the limit
/// holds at every moment. Equal content is in memory once.
/// </summary>
internal sealed class WeightBudget
{
    private readonly object _gate = new();
    private readonly Dictionary<string, SharedWeights> _all = new(StringComparer.Ordinal);
    private readonly Claims _claims;
    private readonly long _limit;
    private readonly Func<IExpert, long> _measure;
    private readonly Action<long, TimeSpan?> _changed;
    private readonly TimeProvider _time;
    private long _used;
    private long _uses;

    /// <param name="device">Where, for messages.</param>
    /// <param name="limit">Bytes.</param>
    /// <param name="measure">What an expert takes that was just made; 0 where that cannot be told, and what it was thought to take counts.</param>
    /// <param name="changed">Told the used bytes after every change, and of weights that were let go of for others, how long ago they were used.</param>
    /// <param name="time">Tells how long ago.</param>
    public WeightBudget(string device, long limit, Func<IExpert, long> measure, Action<long, TimeSpan?> changed, TimeProvider time)
    {
        _claims = new Claims(device, limit, _all.Values);
        (_limit, _measure, _changed, _time) = (limit, measure, changed, time);
    }

    /// <summary>Bytes in memory, or promised to what is being loaded.</summary>
    public long Used
    {
        get
        {
            lock (_gate)
                return _used;
        }
    }

    /// <summary>Bytes of <see cref="Used"/> that are no experts': the encoder's, the gate's, the embedding cache's.</summary>
    public long Reserved
    {
        get
        {
            lock (_gate)
                return _claims.ReservedBytes;
        }
    }

    /// <summary>Ids of the experts whose weights are in memory.</summary>
    public IReadOnlyList<string> Resident
    {
        get
        {
            lock (_gate)
                return [.. _all.Values.Where(weights => weights.Expert is not null).SelectMany(weights => weights.Owners).Select(owner => owner.Id).Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>What leaves memory with one of the owners of these weights: nothing where they are away, or another package has the same.</summary>
    public long FreedWithOneOf(SharedWeights weights)
    {
        lock (_gate)
            return weights is { Expert: not null, Owners.Count: 1 } ? weights.Bytes : 0;
    }

    /// <summary>Enters what is in memory as long as it is not disposed of: the encoder, a gate, a cache. Others make room for it.</summary>
    /// <param name="what">What it is, for messages.</param>
    /// <param name="bytes">Bytes.</param>
    /// <exception cref="MoECollabException">It does not fit (<c>over-budget</c>); the message has the arithmetic.</exception>
    public Reservation Reserve(string what, long bytes)
    {
        lock (_gate)
        {
            MakeRoom(null, bytes);
            _used += bytes;
            _claims.Reserve(what, bytes);
            _changed(_used, null);
        }

        return new Reservation(() =>
        {
            lock (_gate)
            {
                _used -= bytes;
                _claims.Reserve(what, -bytes);
                _changed(_used, null);
                Monitor.PulseAll(_gate);
            }
        });
    }

    /// <summary>Never lets an expert's weights go.</summary>
    /// <exception cref="MoECollabException">What is pinned would not fit together (<c>over-budget</c>).</exception>
    public void Pin(string id)
    {
        lock (_gate)
            _claims.Pin(id);
    }

    /// <summary>Never lets an expert's weights go, where they fit beside those that are pinned already.</summary>
    public bool TryPin(string id)
    {
        try
        {
            Pin(id);
            return true;
        }
        catch (MoECollabException)
        {
            return false;
        }
    }

    /// <summary>Lets an expert's weights go again.</summary>
    public void Unpin(string id)
    {
        lock (_gate)
        {
            _claims.Unpin(id);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Lets an expert's weights go later (above 0) or sooner (below 0) than others.</summary>
    public void Prioritise(string id, int priority)
    {
        lock (_gate)
            _claims.Prioritise(id, priority);
    }

    /// <summary>Enters a package's weights; nothing is loaded yet.</summary>
    /// <param name="owner">The package.</param>
    /// <param name="content">Hash of what its expert is made from; equal ones share.</param>
    /// <param name="bytes">What it is thought to take.</param>
    public SharedWeights Join(WeightOwner owner, string content, long bytes)
    {
        lock (_gate)
        {
            if (!_all.TryGetValue(content, out var weights))
                _all[content] = weights = new SharedWeights(content, bytes);
            weights.Owners.Add(owner);
            return weights;
        }
    }

    /// <summary>A package goes; with the last of a content the weights go.</summary>
    public void Leave(SharedWeights weights, WeightOwner owner)
    {
        lock (_gate)
        {
            weights.Owners.Remove(owner);
            if (weights.Owners.Count > 0)
                return;
            _all.Remove(weights.Content);
            if (weights.Users == 0)
                LetGo(weights);
        }
    }

    /// <summary>The expert for one call, loaded if need be; <see cref="GiveBack"/> follows.</summary>
    /// <exception cref="MoECollabException">It does not fit (<c>over-budget</c>), or its files are no longer those it was admitted with (<c>package-changed</c>).</exception>
    public IExpert Take(SharedWeights weights)
    {
        lock (_gate)
        {
            while (weights.IsComing)
                Monitor.Wait(_gate);
            if (weights.Expert is { } there)
            {
                Use(weights);
                return there;
            }

            weights.IsComing = true;
            try
            {
                MakeRoom(weights, weights.Bytes);
            }
            catch
            {
                HasCome(weights, null);
                throw;
            }

            _used += weights.Bytes;
        }

        return Load(weights);
    }

    /// <summary>The call is over.</summary>
    public void GiveBack(SharedWeights weights)
    {
        lock (_gate)
        {
            weights.Users--;
            weights.LastUsed = _time.GetTimestamp();
            if (weights.Users == 0 && weights.Owners.Count == 0)
                LetGo(weights);
            Monitor.PulseAll(_gate);
        }
    }

    // Outside of the lock: others are answered meanwhile.
    private IExpert Load(SharedWeights weights)
    {
        IExpert? expert = null;
        try
        {
            WeightOwner owner;
            lock (_gate)
                owner = weights.Owners.FirstOrDefault() ?? throw new ObjectDisposedException(weights.Content, "The package was unloaded.");
            expert = owner.Make(weights.Content);
            lock (_gate)
            {
                Measure(weights, expert);
                Use(weights);
                HasCome(weights, expert);
                return expert;
            }
        }
        catch
        {
            expert?.Dispose();
            lock (_gate)
            {
                _used -= weights.Bytes;
                HasCome(weights, null);
            }

            throw;
        }
    }

    private void Measure(SharedWeights weights, IExpert expert)
    {
        var bytes = _measure(expert);
        var more = bytes == 0 ? 0 : bytes - weights.Bytes;
        if (more > 0)
            MakeRoom(weights, more, weights.Bytes);
        weights.Bytes += more;
        _used += more;
    }

    private void Use(SharedWeights weights)
    {
        weights.Users++;
        weights.LastUse = ++_uses;
    }

    private void HasCome(SharedWeights weights, IExpert? expert)
    {
        weights.Expert = expert;
        weights.IsComing = false;
        _changed(_used, null);
        Monitor.PulseAll(_gate);
    }

    private void MakeRoom(SharedWeights? weights, long bytes, long had = 0)
    {
        while (true)
        {
            _claims.CheckRoom(had + bytes, weights);
            while (_used + bytes > _limit && _claims.NextToGo(except: weights) is { } next)
                LetGo(next, isForOthers: true);
            if (_used + bytes <= _limit)
                return;
            // Everything else is in use right now: whoever is done makes it known.
            Monitor.Wait(_gate);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "An expert whose disposal throws must not fail the call that needs its room.")]
    private void LetGo(SharedWeights weights, bool isForOthers = false)
    {
        if (weights.Expert is not { } expert)
            return;
        weights.Expert = null;
        try
        {
            expert.Dispose();
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // Its tensors are left to the collector.
        }

        _used -= weights.Bytes;
        _changed(_used, isForOthers ? _time.GetElapsedTime(weights.LastUsed) : null);
        Monitor.PulseAll(_gate);
    }
}
