using MoECollab.Errors;

namespace MoECollab.Mixture.Answering;

/// <summary>What became of one input of a batch: an answer, or the reason why there is none. One of the two is null.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Fault">Why all chosen experts failed.</param>
public readonly record struct MixtureOutcome(MixtureAnswer? Answer, MoECollabException? Fault)
{
    /// <summary>The answer, or the fault thrown.</summary>
    public MixtureAnswer Get() => Answer ?? throw Fault!;
}
