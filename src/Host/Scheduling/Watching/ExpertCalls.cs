using System.Collections.Concurrent;
using MoECollab.Host.Seeing.Metrics;

namespace MoECollab.Host.Scheduling.Watching;

/// <summary>Knows which expert each lane is in, and counts and times every call.</summary>
internal sealed class ExpertCalls(TimeProvider time, HostMetrics metrics) : IDisposable
{
    private readonly ThreadLocal<ExpertCall> _ofThread = new(() => new ExpertCall());

    private readonly ConcurrentDictionary<string, bool> _barred = new(StringComparer.Ordinal);

    /// <summary>Refuses every further call of an expert at once, in whichever generation: one that hangs would cost another lane.</summary>
    public void Bar(string expert) => _barred[expert] = true;

    /// <summary>Lets an expert be called again: it was loaded anew, or its operator says so.</summary>
    public void Admit(string expert) => _barred.TryRemove(expert, out _);

    /// <summary>This thread's call.</summary>
    public ExpertCall OfThisThread => _ofThread.Value!;

    /// <exception cref="TimeoutException">The expert hangs in another call.</exception>
    public long Begin(string expert)
    {
        if (!_barred.IsEmpty && _barred.ContainsKey(expert))
            throw new TimeoutException("it hangs in another call");
        var now = time.GetTimestamp();
        OfThisThread.Enter(expert, now);
        return now;
    }

    public void End(string expert, long began, int inputs)
    {
        OfThisThread.Leave();
        metrics.ExpertDuration.Observe(time.GetElapsedTime(began).TotalSeconds, expert);
        metrics.ExpertExecutions.Add(1, expert);
        metrics.ExpertInferences.Add(inputs, expert);
    }

    public void Dispose() => _ofThread.Dispose();
}
