using System.Runtime.CompilerServices;
using MoECollab.Gating.FallingBack;
using MoECollab.Gating.Numerics;

namespace MoECollab.Gating.Composing;

/// <summary>What follows the scorer, input by input: transforms, health mask, guard, selector, and what their failures lead to.</summary>
/// <param name="parts">The gate's components.</param>
/// <param name="options">What failures lead to.</param>
/// <param name="fallback">Where inputs go then.</param>
/// <param name="gate">Id and version.</param>
internal sealed class RowRouter(GateParts parts, GateOptions options, FallbackRoute fallback, (string Id, string Version) gate)
{
    private readonly ConditionalWeakTable<ExpertSnapshot, RoutedSnapshot> _snapshots = [];
    private RoutedSnapshot? _last;

    /// <summary>Decides from a row of raw scores, which are transformed in place and kept in the decision.</summary>
    /// <param name="row">The input and the experts.</param>
    /// <param name="scores">[N]; owned by the decision from now on.</param>
    /// <param name="hidden">The hidden vector where the caller has it in host memory; the request's tensor is read otherwise.</param>
    public Decision Decide(RoutingRow row, Memory<float> scores, ReadOnlySpan<float> hidden)
    {
        if (Transform(row, scores.Span) is { } fault)
            return FallBack(row, hidden, [fault]);
        if (Judge(row, scores.Span) is var judged && judged.Action != GuardAction.Pass)
            return Refuse(row, scores, hidden, judged);
        if (row.Request.Mode == RoutingMode.Explore)
            return Explore(row, scores) with { Guard = judged.Verdict };

        try
        {
            return Finish(row, scores, hidden, judged, parts.Selector.Select(row, scores.Span));
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return FallBack(row, hidden, [Threw("selector", failure)]);
        }
    }

    /// <summary>The mixture's fallback; without experts where it wants a hidden vector and there is none.</summary>
    public Decision FallBack(RoutingRow row, ReadOnlySpan<float> hidden, IReadOnlyList<string> reasons)
    {
        var wanted = fallback.NeedsHidden(row.Experts);
        if (wanted && hidden.IsEmpty && row.Request.Hidden is { } tensor)
        {
            using var single = tensor.narrow(0, row.Row, 1); // [1, d]
            return fallback.Decide(row.Experts, HostMemory.Read(single), reasons);
        }

        return wanted && hidden.IsEmpty ? new Decision(DecisionKind.Fallback, []) { Reasons = reasons } : fallback.Decide(row.Experts, hidden, reasons);
    }

    private static string Threw(string part, Exception failure) => $"the {part} threw {failure.GetType().Name}: {failure.Message}";

    private static Decision Explore(RoutingRow row, Memory<float> scores)
    {
        var probabilities = new float[scores.Length];
        Softmax.Into(scores.Span, probabilities);
        var left = (float)new SeededNoise(row.Request.Seed, row.Row).Uniform();
        var chosen = 0;
        for (var position = 0; position < scores.Length && left >= 0; position++)
        {
            if (probabilities[position] <= 0)
                continue;
            chosen = position;
            left -= probabilities[position];
        }

        var expert = row.Experts.Experts[chosen];
        return new Decision(DecisionKind.Route, [new RoutedExpert(expert.Id, expert.Version, 1f, ExpertRole.Primary)])
        {
            Scores = scores,
            Entropy = Softmax.Entropy(scores.Span),
            Propensity = probabilities[chosen],
            Reasons = ["drawn from the routing probabilities"],
        };
    }

    private string? Transform(RoutingRow row, Span<float> scores)
    {
        foreach (var transform in parts.Transforms)
        {
            try
            {
                transform.Apply(row, scores);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                return Threw($"transform '{transform.Name}'", failure);
            }
        }

        foreach (var position in Of(row.Experts).Unready)
            scores[position] = float.NegativeInfinity;
        return SelectionCheck.FaultOf(scores);
    }

    private (GuardAction Action, GuardVerdict? Verdict, string Reason) Judge(RoutingRow row, ReadOnlySpan<float> scores)
    {
        if (parts.Guard is null)
            return (GuardAction.Pass, null, "");
        try
        {
            var verdict = parts.Guard.Check(row, scores);
            return float.IsNaN(verdict.Score) ? (options.WhenGuardFails, verdict, "the guard's score is NaN") : (verdict.Action, verdict, verdict.Reason);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return (options.WhenGuardFails, null, Threw("guard", failure));
        }
    }

    private Decision Refuse(RoutingRow row, Memory<float> scores, ReadOnlySpan<float> hidden, (GuardAction Action, GuardVerdict? Verdict, string Reason) judged)
    {
        if (judged.Action == GuardAction.Fallback)
            return FallBack(row, hidden, [judged.Reason]) with { Guard = judged.Verdict };
        return new Decision(DecisionKind.Reject, []) { Scores = scores, Entropy = Softmax.Entropy(scores.Span), Guard = judged.Verdict, Reasons = [judged.Reason] };
    }

    private Decision Finish(
        RoutingRow row, Memory<float> scores, ReadOnlySpan<float> hidden, (GuardAction Action, GuardVerdict? Verdict, string Reason) judged, IReadOnlyList<SelectedExpert> selection)
    {
        if (SelectionCheck.FaultOf(selection, scores.Span, parts.Selector.Normalises) is { } fault)
            return FallBack(row, hidden, [fault]);

        var experts = Of(row.Experts).Routed(selection);
        return new Decision(experts.Count == 0 ? DecisionKind.Null : DecisionKind.Route, experts)
        {
            GateId = gate.Id,
            GateVersion = gate.Version,
            Seed = row.Request.Seed,
            SnapshotVersion = row.Experts.Version,
            Scores = scores,
            Entropy = Softmax.Entropy(scores.Span),
            Guard = judged.Verdict,
            Normalised = parts.Selector.Normalises,
            Reasons = judged.Reason.Length > 0 ? [judged.Reason] : [],
        };
    }

    // Calls of one mixture bring the same snapshot over and over.
    private RoutedSnapshot Of(ExpertSnapshot experts)
    {
        var last = _last;
        return last?.Experts == experts ? last : _last = _snapshots.GetValue(experts, set => new RoutedSnapshot(set));
    }
}
