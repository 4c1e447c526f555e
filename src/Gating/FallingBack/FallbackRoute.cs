using System.Runtime.CompilerServices;
using MoECollab.Gating.Numerics;
using MoECollab.Gating.Scoring.Cold;
using MoECollab.Gating.Scoring.Prototype;
using MoECollab.Gating.Transforms;

namespace MoECollab.Gating.FallingBack;

/// <summary>Decides where an input goes when its gate could not: by the mixture's rule, never by chance. Uses nothing that can fail.</summary>
public sealed class FallbackRoute(FallbackRule rule)
{
    private readonly ConditionalWeakTable<ExpertSnapshot, PrototypeKeys> _keys = [];

    /// <summary>Whether the rule compares hidden vectors with this snapshot's routing keys.</summary>
    /// <param name="experts">The experts of the call.</param>
    public bool NeedsHidden(ExpertSnapshot experts) =>
        (rule.Kind == FallbackKind.Prototype || (rule.Kind == FallbackKind.Expert && ReadyPosition(experts) < 0)) && HasReadyKey(experts);

    /// <summary>The decision for one input.</summary>
    /// <param name="experts">The experts of the call.</param>
    /// <param name="hidden">The hidden vector [d]; empty where there is none, and then the prototype route spreads the input over all experts alike.</param>
    /// <param name="reasons">What led here.</param>
    /// <returns>Kind Fallback; kind Reject where the rule says so or no expert is ready.</returns>
    public Decision Decide(ExpertSnapshot experts, ReadOnlySpan<float> hidden, IReadOnlyList<string> reasons)
    {
        if (rule.Kind == FallbackKind.Reject)
            return new Decision(DecisionKind.Reject, []) { Reasons = [.. reasons, "the fallback is to reject"] };

        if (rule.Kind == FallbackKind.Expert)
        {
            var named = ReadyPosition(experts);
            if (named >= 0)
                return To(experts, [named], [.. reasons, $"fallback to the expert '{rule.ExpertId}'"]);
            reasons = [.. reasons, $"the fallback expert '{rule.ExpertId}' is not ready"];
        }

        if (rule.Kind != FallbackKind.Uniform && !hidden.IsEmpty && HasReadyKey(experts))
            return Nearest(experts, hidden, reasons);
        return Everyone(experts, reasons);
    }

    private static Decision Everyone(ExpertSnapshot experts, IReadOnlyList<string> reasons)
    {
        int[] ready = [.. Enumerable.Range(0, experts.Experts.Count).Where(position => HealthMask.IsReady(experts.Experts[position]))];
        return ready.Length == 0
            ? new Decision(DecisionKind.Reject, []) { Reasons = [.. reasons, "no expert is ready"] }
            : To(experts, ready, [.. reasons, "fallback to all ready experts alike"]);
    }

    private static Decision To(ExpertSnapshot experts, int[] positions, IReadOnlyList<string> reasons)
    {
        var routed = new RoutedExpert[positions.Length];
        for (var i = 0; i < positions.Length; i++)
        {
            var expert = experts.Experts[positions[i]];
            routed[i] = new RoutedExpert(expert.Id, expert.Version, 1f / positions.Length, i == 0 ? ExpertRole.Primary : ExpertRole.Peer);
        }

        return new Decision(DecisionKind.Fallback, routed) { Reasons = reasons, Entropy = MathF.Log(positions.Length) };
    }

    private Decision Nearest(ExpertSnapshot experts, ReadOnlySpan<float> hidden, IReadOnlyList<string> reasons)
    {
        var scores = new float[experts.Experts.Count];
        KeysOf(experts, hidden.Length).Similarities(hidden, scores);
        for (var position = 0; position < scores.Length; position++)
            scores[position] *= ColdCalibration.DefaultSlope;
        HealthMask.Apply(experts, scores);

        var best = -1;
        for (var position = 0; position < scores.Length; position++)
        {
            if (!float.IsNaN(scores[position]) && !float.IsInfinity(scores[position]) && (best < 0 || scores[position] > scores[best]))
                best = position;
        }

        return best < 0
            ? Everyone(experts, reasons)
            : To(experts, [best], [.. reasons, "fallback to the expert with the nearest routing key"]) with { Scores = scores, Entropy = Softmax.Entropy(scores) };
    }

    private PrototypeKeys KeysOf(ExpertSnapshot experts, int hiddenSize) =>
        _keys.GetValue(experts, set => new PrototypeKeys(set, hiddenSize, KeySimilarity.Cosine));

    private int ReadyPosition(ExpertSnapshot experts)
    {
        var position = rule.ExpertId is null ? -1 : experts.PositionOf(rule.ExpertId);
        return position >= 0 && HealthMask.IsReady(experts.Experts[position]) ? position : -1;
    }

    private static bool HasReadyKey(ExpertSnapshot experts)
    {
        foreach (var expert in experts.Experts)
        {
            if (expert.RoutingKeys.Count > 0 && HealthMask.IsReady(expert))
                return true;
        }

        return false;
    }
}
