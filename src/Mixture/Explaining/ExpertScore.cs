using MoECollab.Gating;

namespace MoECollab.Mixture.Explaining;

/// <summary>How an expert stood in a decision.</summary>
/// <param name="Id">The expert's id.</param>
/// <param name="Version">SemVer.</param>
/// <param name="Score">Its transformed logit; null where it was masked or nothing was scored.</param>
/// <param name="Probability">Its part in softmax(scores).</param>
/// <param name="Weight">The weight it was chosen with; 0 where it was not.</param>
/// <param name="IsCold">Whether the scorer was not trained for it.</param>
/// <param name="Health">Whether it could be routed to.</param>
public sealed record ExpertScore(string Id, string Version, float? Score, float Probability, float Weight, bool IsCold, ExpertHealth Health);
