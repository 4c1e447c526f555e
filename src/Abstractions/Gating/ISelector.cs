namespace MoECollab.Gating;

/// <summary>Scores → experts, weights and the primary. Ties go to the smaller id. Calls may overlap.</summary>
public interface ISelector
{
    /// <summary>Whether the weights sum to 1; Switch's raw top-1 does not normalise.</summary>
    bool Normalises { get; }

    /// <summary>Picks the experts for one input.</summary>
    /// <param name="row">The input and the experts; <see cref="RoutingRequest.TopK"/> overrides k.</param>
    /// <param name="scores">Transformed logits [N]; −∞ must not be picked.</param>
    /// <returns>The primary first, then by falling weight; empty means Null: no expert.</returns>
    IReadOnlyList<SelectedExpert> Select(RoutingRow row, ReadOnlySpan<float> scores);
}
