using Microsoft.Extensions.Options;
using MoECollab.Host.Configuring;
using MoECollab.Host.Generations;
using MoECollab.Host.Scheduling;

namespace MoECollab.Host.Readiness;

/// <summary>Whether the host can answer. One broken expert never makes it unready.</summary>
internal sealed class ReadinessChecks(ServedHome served, Scheduler scheduler, IOptions<ReliabilityOptions> options)
{
    private volatile bool _isWarm;
    private volatile bool _isStopping;

    /// <summary>Whether the start is over: everything loaded, and the path that requests take has been run.</summary>
    public bool IsStarted => _isWarm;

    public bool IsStopping => _isStopping;

    public bool IsReady => All.All(check => check.Fault is null);

    /// <summary>Each check, with what is wrong or null.</summary>
    public IReadOnlyList<ReadinessCheck> All
    {
        get
        {
            var generation = served.Current;
            var experts = generation?.Snapshot?.Experts.Count ?? 0;
            return
            [
                new("started", _isWarm ? null : "The host is still loading its packages or warming up."),
                new("accepting", _isStopping ? "The host is stopping." : null),
                new("scheduler", scheduler.IsBeating ? null : "The loop that watches the lanes has not been round for seconds."),
                new("mixture", generation is null ? "Nothing is loaded yet." : generation.Fault),
                new("experts", experts >= options.Value.MinReadyExperts ? null : $"{experts} experts are in routing; Reliability:MinReadyExperts asks for {options.Value.MinReadyExperts}."),
            ];
        }
    }

    /// <summary>Why packages with code are kept out; null where they are not.</summary>
    public string? SafeMode => served.Starts.SafeModeReason;

    public void Warmed() => _isWarm = true;

    public void Stopping() => _isStopping = true;
}
