using System.Collections.Concurrent;
using MoECollab.Gating;
using MoECollab.Host.Scheduling;
using MoECollab.Loading;
using MoECollab.Mixture;

namespace MoECollab.Host.Generations;

/// <summary>
/// One state of the served home: its packages, the gate, the mixture over the experts that are in routing. Requests enter the current generation
/// and end on the one they entered; a retired one lets go of everything when the last request has left.
/// </summary>
internal sealed class Generation(long number, LoadedHome home, GenerationParts parts)
{
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, ExpertMixture> _single = new(StringComparer.Ordinal);
    private GenerationParts? _parts = parts;
    private int _inside = 1; // the owner's

    public long Number => number;

    public LoadedHome Home => home;

    /// <summary>Why nothing can be answered; null where something can.</summary>
    public string? Fault { get; } = parts.Fault;

    /// <summary>Ids of loaded experts that are not routed to.</summary>
    public IReadOnlySet<string> Out { get; } = parts.Out;

    public string GateName { get; } = parts.Gate is null ? "" : $"{parts.Gate.Id}@{parts.Gate.Version}";

    /// <summary>The experts in routing.</summary>
    public ExpertSnapshot? Snapshot { get; } = parts.Mixture?.Snapshot;

    /// <summary>Whether requests may be answered on the threads that bring them; null where a part might hang or wait.</summary>
    public Promptness? Promptness { get; } = parts.IsPrompt ? new Promptness() : null;

    /// <summary>Completes when it is retired and the last request has left.</summary>
    public Task Drained => _drained.Task;

    /// <summary>Requests inside.</summary>
    public int Inside => Math.Max(0, Volatile.Read(ref _inside) - 1);

    /// <summary>The routed mixture; only for who is inside.</summary>
    public ExpertMixture? Mixture => _parts?.Mixture;

    /// <summary>One expert by itself, also one that is out of routing; null where none of that id is loaded. Only for who is inside.</summary>
    public ExpertMixture? MixtureOf(string expert)
    {
        if (_parts is not { } parts || !parts.Experts.TryGetValue(expert, out var member))
            return null;
        return _single.GetOrAdd(expert, (id, owner) => owner.Alone(id, owner.Encoder), parts);
    }

    /// <summary>One expert over given hidden vectors. Only for who is inside.</summary>
    public ExpertMixture? MixtureOf(string expert, Encoders.IEncoder given) => _parts?.Experts.ContainsKey(expert) == true ? _parts.Alone(expert, given) : null;

    /// <summary>The encoder; only for who is inside.</summary>
    public Encoders.IEncoder? Encoder => _parts?.Encoder;

    /// <summary>Enters; false where it is retired and empty.</summary>
    public bool TryEnter()
    {
        for (var inside = Volatile.Read(ref _inside); inside > 0; inside = Volatile.Read(ref _inside))
        {
            if (Interlocked.CompareExchange(ref _inside, inside + 1, inside) == inside)
                return true;
        }

        return false;
    }

    /// <summary>Leaves; once for each entry.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _inside) == 0)
            _drained.SetResult();
    }

    /// <summary>No longer the current one.</summary>
    public void Retire() => Leave();

    /// <summary>Lets go of gate and mixture, when nobody is inside.</summary>
    public void Clear()
    {
        _single.Clear();
        _parts?.Mixture?.Dispose();
        _parts?.Gate?.Dispose();
        _parts?.GatePlace?.Dispose();
        _parts = null;
    }
}
