using MoECollab.Mixture.Answering;
using MoECollab.Mixture.Explaining;

namespace MoECollab.Host.Scheduling;

/// <summary>What came of a work item.</summary>
/// <param name="Outcomes">One per input.</param>
/// <param name="Explanations">One per input; empty unless asked for.</param>
/// <param name="Generation">Which generation answered.</param>
internal sealed record WorkResult(IReadOnlyList<MixtureOutcome> Outcomes, IReadOnlyList<RouteExplanation> Explanations, long Generation)
{
    /// <summary>Calls that it did without, because they were late.</summary>
    public IReadOnlyList<LateCall> Late { get; init; } = [];

    /// <summary>The encoder's vectors; empty unless asked for.</summary>
    public IReadOnlyList<float[]> Vectors { get; init; } = [];
}
