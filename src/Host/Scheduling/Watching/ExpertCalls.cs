using MoECollab.Host.Seeing.Metrics;

namespace MoECollab.Host.Scheduling.Watching;

/// <summary>Knows which expert each lane is in, and counts and times every call.</summary>
internal sealed class ExpertCalls(TimeProvider time, HostMetrics metrics) : IDisposable
{
    private readonly ThreadLocal<ExpertCall> _ofThread = new(() => new ExpertCall());

    /// <summary>This thread's call.</summary>
    public ExpertCall OfThisThread => _ofThread.Value!;

    public long Begin(string expert)
    {
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
