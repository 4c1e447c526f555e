using MoECollab.Errors;

namespace MoECollab.Mixture.Answering;

/// <summary>Every expert that was chosen for an input failed. <see cref="MoECollabException.Code"/> is <c>all-experts-failed</c>.</summary>
public sealed class AllExpertsFailedException : MoECollabException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="dropped">The experts and what they did.</param>
    public AllExpertsFailedException(IReadOnlyList<DroppedExpert> dropped)
        : base("all-experts-failed", $"{(dropped.Count == 1 ? "The one expert" : $"All {dropped.Count} experts")} chosen for an input failed: {string.Join("; ", dropped.Select(expert => $"{expert.Id} {expert.Reason}"))}. Mend or disable them, or ask for more experts (k).") =>
        Dropped = dropped;

    /// <summary>The experts and what they did.</summary>
    public IReadOnlyList<DroppedExpert> Dropped { get; }
}
