using MoECollab.Errors;
using MoECollab.Mixture.Answering;

namespace MoECollab.Host.Scheduling;

/// <summary>Refuses answers of too few experts: k_min of the mixtures over unreliable machines (Ryabinin &amp; Gusev, 2020).</summary>
/// <param name="least">How many of the experts that were chosen for an input must have answered; all of them where fewer were chosen.</param>
internal sealed class EnoughExperts(int least)
{
    /// <summary>The result, with a fault in place of each answer of too few.</summary>
    public WorkResult Of(WorkResult result) => least > 1 && result.Outcomes.Any(IsTooFew)
        ? result with { Outcomes = [.. result.Outcomes.Select(outcome => IsTooFew(outcome) ? new MixtureOutcome(null, Fault(outcome.Answer!)) : outcome)] }
        : result;

    /// <summary>Whether an input was answered by fewer than must have.</summary>
    public bool IsTooFew(MixtureOutcome outcome) => outcome.Answer is { Dropped.Count: > 0 } answer && answer.Experts.Count < Math.Min(least, answer.Experts.Count + answer.Dropped.Count);

    private MoECollabException Fault(MixtureAnswer answer) => new("too-few-experts", $"Of the {answer.Experts.Count + answer.Dropped.Count} experts chosen for an input {answer.Experts.Count} answered, and Reliability:MinAnsweringExperts is {least}; the others failed: {string.Join("; ", answer.Dropped.Select(expert => $"{expert.Id} {expert.Reason}"))}. Mend or disable them, or ask for more experts (k).");
}
