using MoECollab.Errors;
using MoECollab.Gating;
using MoECollab.Host.Breaking;
using MoECollab.Host.Seeing;
using MoECollab.Host.Seeing.Metrics;
using MoECollab.Mixture.Answering;

namespace MoECollab.Host.Scheduling;

/// <summary>Counts what the scheduler sees, and tells the breakers what became of each expert's answers.</summary>
internal sealed class Observing(HostMetrics metrics, BreakerBoard breakers)
{
    private volatile GateCounters? _gate;

    /// <summary>The refusal, counted.</summary>
    public MoECollabException Refused(string code, string message)
    {
        metrics.Rejected.Add(1, code == "deadline-exceeded" ? "timeout" : code);
        return new MoECollabException(code, message);
    }

    public void Cancelled() => metrics.Rejected.Add(1, "cancelled");

    public void Queued(List<WorkItem> batch, SchedulerClock clock)
    {
        var now = clock.Now;
        foreach (var item in batch)
        {
            if (!item.IsOwn)
                metrics.QueueDuration.Observe(clock.Between(item.Accepted, now).TotalSeconds);
        }
    }

    /// <summary>A request did not wait for a lane.</summary>
    public void AtOnce() => metrics.QueueDuration.Observe(0);

    /// <summary>Counts what came of an item's inputs.</summary>
    /// <param name="item">What was asked.</param>
    /// <param name="result">What the experts said.</param>
    /// <param name="enough">Which answers are not given, because too few experts stand behind them.</param>
    public void Answered(WorkItem item, WorkResult result, EnoughExperts enough)
    {
        for (var i = 0; i < result.Late.Count; i++)
        {
            if (result.Late[i].TryCount())
                breakers.Failed(result.Late[i].Expert, "was late, and was not waited for");
        }

        foreach (var outcome in result.Outcomes)
        {
            if (outcome.Answer is { } own && item.IsOwn)
                Failed(own.Dropped);
            else if (outcome.Answer is { } answer)
                Answered(answer, item is { Expert: null, Explain: false }, enough.IsTooFew(outcome));
            else if (outcome.Fault is AllExpertsFailedException failed)
                Failed(failed.Dropped);
        }
    }

    private void Answered(MixtureAnswer answer, bool isRouted, bool isRefused)
    {
        for (var rank = 0; rank < answer.Experts.Count; rank++)
        {
            var expert = answer.Experts[rank];
            var counters = metrics.Of(expert.Id, expert.Version);
            if (isRefused)
                metrics.ExpertRequests.Add(1, expert.Id, expert.Version, "dropped");
            else
                counters.Answered.Add(1);
            breakers.Succeeded(expert.Id);
            if (!isRouted || isRefused)
                continue;
            counters.Selected(rank).Add(1);
            counters.Weight.Add(expert.Weight);
        }

        Failed(answer.Dropped);
        if (!isRouted)
            return;
        var gate = OfGate(answer);
        gate.Entropy.Observe(answer.Entropy);
        gate.Margin.Observe(RouteMargin.Of(answer.Decision.Scores.Span));
        if (answer.Kind is DecisionKind.Null or DecisionKind.Reject)
            metrics.RouteAbstained.Add(1, answer.Kind == DecisionKind.Null ? "null" : "reject");
        else if (answer.Kind == DecisionKind.Fallback)
            metrics.RouteFallback.Add(1, "gate");
    }

    // Nearly all answers come from one gate.
    private GateCounters OfGate(MixtureAnswer answer)
    {
        var (id, version) = (answer.Decision.GateId, answer.Decision.GateVersion);
        if (_gate is { } last && last.Id == id && last.Version == version)
            return last;
        var name = answer.Gate;
        return _gate = new GateCounters(id, version, metrics.RouteEntropy.Of(name), metrics.RouteMargin.Of(name));
    }

    private void Failed(IReadOnlyList<DroppedExpert> dropped)
    {
        foreach (var expert in dropped)
        {
            metrics.ExpertRequests.Add(1, expert.Id, expert.Version, expert.Reason == "timeout" ? "timeout" : "error");
            if (expert.Reason != "timeout")
                breakers.Failed(expert.Id, FaultText.Of(expert.Reason));
        }
    }

    private sealed record GateCounters(string Id, string Version, Histogram.Observed Entropy, Histogram.Observed Margin);
}
