using System.Diagnostics;
using MoECollab.Host.Scheduling;
using MoECollab.Host.Seeing.Steps;
using MoECollab.Mixture.Answering;

namespace MoECollab.Host.Seeing.Traces;

/// <summary>
/// The spans below <c>moe.request</c>: <c>moe.encode</c>, <c>moe.gate</c>, and <c>moe.expert ID</c> for each call of an expert. Requests that were answered
/// together share the passes of the encoder and the gate, so each of their traces has them; of the experts each has those that it was sent to.
/// </summary>
internal sealed class BatchTrace
{
    private readonly IReadOnlyList<WorkItem> _traced;
    private readonly bool _isShared;

    private BatchTrace(IReadOnlyList<WorkItem> traced, bool isShared)
    {
        _traced = traced;
        _isShared = isShared;
    }

    /// <summary>Follows what this thread does for a batch; null where nobody traces a request of it.</summary>
    public static BatchTrace? Begin(IReadOnlyList<WorkItem> batch)
    {
        if (!RequestTrace.Source.HasListeners())
            return null;
        WorkItem[] traced = [.. batch.Where(item => item.Trace is not null)];
        if (traced.Length == 0)
            return null;
        StepTimes.Keep();
        return new BatchTrace(traced, batch.Count > 1);
    }

    /// <summary>Tells the spans.</summary>
    public void End(TimeProvider time)
    {
        var steps = StepTimes.Take();
        if (_isShared)
            steps = Together(steps);
        var (now, utc) = (time.GetTimestamp(), time.GetUtcNow());
        foreach (var item in _traced)
        {
            foreach (var step in steps.Where(step => step.Kind != StepKind.Expert || Concerns(item, step.Subject)))
                Tell(item.Trace!.Context, step, (utc - time.GetElapsedTime(step.Began, now), utc - time.GetElapsedTime(step.Ended, now)));
        }
    }

    private static void Tell(ActivityContext parent, Step step, (DateTimeOffset Began, DateTimeOffset Ended) when)
    {
        var name = step.Kind switch { StepKind.Encode => "moe.encode", StepKind.Gate => "moe.gate", _ => $"moe.expert {step.Subject}" };
        var label = step.Kind switch { StepKind.Encode => "moe.encoder", StepKind.Gate => "moe.gate", _ => "moe.expert" };
        using var span = RequestTrace.Source.StartActivity(name, ActivityKind.Internal, parent, [new(label, step.Subject), new("moe.batch.inputs", step.Inputs)], startTime: when.Began);
        span?.SetEndTime(when.Ended.UtcDateTime);
    }

    // A few rows of one expert may have been run one after the other: for those who shared the batch that was one call.
    private static List<Step> Together(List<Step> steps)
    {
        var all = new List<Step>(steps.Count);
        foreach (var step in steps)
        {
            if (all.Count > 0 && all[^1] is { Kind: StepKind.Expert } last && last.Subject == step.Subject && step.Kind == StepKind.Expert)
                all[^1] = last with { Ended = step.Ended, Inputs = last.Inputs + step.Inputs };
            else
                all.Add(step);
        }

        return all;
    }

    private static bool Concerns(WorkItem item, string expert)
    {
        return item.Result is not { } result || result.Outcomes.Any(outcome =>
            outcome.Fault is AllExpertsFailedException failed ? failed.Dropped.Any(dropped => dropped.Id == expert)
            : outcome.Answer is { } answer && answer.Decision.Experts.Any(routed => routed.Id == expert));
    }
}
