using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using MoECollab.Host.Configuring;
using MoECollab.Host.Seeing.Metrics;

namespace MoECollab.Host.Breaking;

/// <summary>The breakers of all experts. It counts and decides; who opens and closes is told through <see cref="Opened"/>.</summary>
internal sealed class BreakerBoard(IOptions<ReliabilityOptions> options, HostMetrics metrics)
{
    private const int LongestBackoff = 60;

    private readonly ConcurrentDictionary<string, Breaker> _breakers = new(StringComparer.Ordinal);

    /// <summary>Raised, off any lock, when an expert's breaker opens.</summary>
    public event Action<string>? Opened;

    /// <summary>The state of an expert's breaker.</summary>
    public BreakerState StateOf(string expert) => _breakers.TryGetValue(expert, out var breaker) ? breaker.State : BreakerState.Closed;

    /// <summary>What an expert did last; empty where it did nothing wrong.</summary>
    public string FaultOf(string expert) => _breakers.TryGetValue(expert, out var breaker) ? breaker.LastFault : "";

    /// <summary>An expert answered.</summary>
    public void Succeeded(string expert)
    {
        if (!_breakers.TryGetValue(expert, out var breaker) || breaker is { Failures: 0 } or { State: not BreakerState.Closed })
            return;
        lock (breaker)
            breaker.Failures = 0;
    }

    /// <summary>An expert failed on an input.</summary>
    public void Failed(string expert, string fault)
    {
        var breaker = _breakers.GetOrAdd(expert, static _ => new Breaker());
        lock (breaker)
        {
            breaker.LastFault = fault;
            if (breaker.State != BreakerState.Closed || ++breaker.Failures < options.Value.BreakerFailures)
                return;
            Open(expert, breaker);
        }

        Opened?.Invoke(expert);
    }

    /// <summary>How long an open expert pauses, and whether it opened too often to be tried again.</summary>
    public (TimeSpan Pause, bool TooOften) PauseOf(string expert)
    {
        var trips = _breakers.TryGetValue(expert, out var breaker) ? breaker.Trips : 1;
        var factor = Math.Min(LongestBackoff, 1L << Math.Min(30, Math.Max(0, trips - 1)));
        return (TimeSpan.FromMilliseconds(options.Value.BreakerBackoffMilliseconds * factor), trips > options.Value.BreakerTrips);
    }

    /// <summary>The pause is over; the expert is tried. False where the breaker is no longer open.</summary>
    public bool TryHalfOpen(string expert) => Change(expert, BreakerState.Open, breaker => Set(expert, breaker, BreakerState.HalfOpen));

    /// <summary>The try went well.</summary>
    public bool TryClose(string expert) => Change(expert, BreakerState.HalfOpen, breaker =>
    {
        breaker.Failures = 0;
        Set(expert, breaker, BreakerState.Closed);
    });

    /// <summary>The try failed.</summary>
    public bool TryReopen(string expert, string fault) => Change(expert, BreakerState.HalfOpen, breaker =>
    {
        breaker.LastFault = fault;
        Open(expert, breaker);
    });

    /// <summary>Forgets an expert: it was loaded anew.</summary>
    public void Reset(string expert)
    {
        _breakers.TryRemove(expert, out _);
        metrics.BreakerState.Set(0, expert);
    }

    private bool Change(string expert, BreakerState from, Action<Breaker> change)
    {
        if (!_breakers.TryGetValue(expert, out var breaker))
            return false;
        lock (breaker)
        {
            if (breaker.State != from)
                return false;
            change(breaker);
            return true;
        }
    }

    private void Open(string expert, Breaker breaker)
    {
        breaker.Trips++;
        breaker.Failures = 0;
        Set(expert, breaker, BreakerState.Open);
    }

    private void Set(string expert, Breaker breaker, BreakerState state)
    {
        breaker.State = state;
        metrics.BreakerState.Set((int)state, expert);
    }
}
