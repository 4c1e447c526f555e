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
    private readonly IReadOnlyList<WorkItem> _batch;
    private readonly TimeProvider _time;

    private BatchTrace(IReadOnlyList<WorkItem> batch, TimeProvider time)
    {
        _batch = batch;
        _time = time;
    }

    /// <summary>Follows what this thread does for a batch; null where nobody traces a request of it.</summary>
    public static BatchTrace? Begin(IReadOnlyList<WorkItem> batch, TimeProvider time)
    {
        if (!RequestTrace.Source.HasListeners() || batch.All(static item => item.Trace is null))
            return null;
        StepTimes.Keep();
        return new BatchTrace(batch, time);
    }

    /// <summary>Tells the spans.</summary>
    /// <param name="results">What the batch is answered with, in its order; empty where it could not be answered.</param>
    public void End(List<WorkResult> results)
    {
        var steps = StepTimes.Take();
        if (_batch.Count > 1)
            steps = Together(steps);
        var (now, utc) = (_time.GetTimestamp(), _time.GetUtcNow());
        for (var i = 0; i < _batch.Count; i++)
        {
            if (_batch[i].Trace is not { } request)
                continue;
            foreach (var step in steps)
            {
                if (step.Kind != StepKind.Expert || results.Count == 0 || Concerns(results[i], step.Subject))
                    Tell(request.Context, step, (utc - _time.GetElapsedTime(step.Began, now), utc - _time.GetElapsedTime(step.Ended, now)));
            }
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

    private static bool Concerns(WorkResult result, string expert)
    {
        return result.Outcomes.Any(outcome =>
            outcome.Fault is AllExpertsFailedException failed ? failed.Dropped.Any(dropped => dropped.Id == expert)
            : outcome.Answer is { } answer && answer.Decision.Experts.Any(routed => routed.Id == expert));
    }
}
