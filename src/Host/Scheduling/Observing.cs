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
            metrics.QueueDuration.Observe(clock.Between(item.Accepted, now).TotalSeconds);
    }

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
            metrics.ExpertRequests.Add(1, expert.Id, expert.Version, isRefused ? "dropped" : "ok");
            breakers.Succeeded(expert.Id);
            if (!isRouted || isRefused)
                continue;
            metrics.RouteSelected.Add(1, expert.Id, rank == 0 ? "1" : rank == 1 ? "2" : "3+");
            metrics.RouteWeight.Add(expert.Weight, expert.Id);
        }

        Failed(answer.Dropped);
        if (!isRouted)
            return;
        var gate = answer.Gate;
        metrics.RouteEntropy.Observe(answer.Entropy, gate);
        metrics.RouteMargin.Observe(RouteMargin.Of(answer.Decision.Scores.Span), gate);
        if (answer.Kind is DecisionKind.Null or DecisionKind.Reject)
            metrics.RouteAbstained.Add(1, answer.Kind == DecisionKind.Null ? "null" : "reject");
        else if (answer.Kind == DecisionKind.Fallback)
            metrics.RouteFallback.Add(1, "gate");
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
}
