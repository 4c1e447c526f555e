using MoECollab.Gating;
using MoECollab.Gating.Numerics;
using MoECollab.Mixture.Answering;

namespace MoECollab.Mixture.Explaining;

/// <summary>Why an input was answered the way it was: what <c>moe route --explain</c> shows.</summary>
/// <param name="Answer">The answer, with its decision, what was dropped, and the counted work.</param>
/// <param name="Experts">Every expert of the snapshot, by falling probability, then by id.</param>
public sealed record RouteExplanation(MixtureAnswer Answer, IReadOnlyList<ExpertScore> Experts)
{
    /// <summary>Why, in words: guard, fallback, masks.</summary>
    public IReadOnlyList<string> Reasons => Answer.Decision.Reasons;

    /// <summary>What the guard measured; null without a guard.</summary>
    public GuardVerdict? Guard => Answer.Decision.Guard;

    internal static RouteExplanation Of(MixtureAnswer answer, ExpertSnapshot snapshot)
    {
        var scores = answer.Decision.Scores.Span;
        var probabilities = new float[snapshot.Experts.Count];
        if (scores.Length == probabilities.Length)
            Softmax.Into(scores, probabilities);

        var experts = new ExpertScore[probabilities.Length];
        for (var position = 0; position < experts.Length; position++)
        {
            var expert = snapshot.Experts[position];
            float? score = scores.Length == experts.Length && float.IsFinite(scores[position]) ? scores[position] : null;
            var weight = answer.Decision.Experts.FirstOrDefault(routed => routed.Id == expert.Id)?.Weight ?? 0f;
            experts[position] = new ExpertScore(expert.Id, expert.Version, score, probabilities[position], weight, answer.Decision.Cold.Contains(expert.Id), expert.Health);
        }

        return new RouteExplanation(answer, [.. experts.OrderByDescending(expert => expert.Probability).ThenBy(expert => expert.Id, StringComparer.Ordinal)]);
    }
}
