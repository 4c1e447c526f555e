namespace MoECollab.Gating;

/// <summary>Decides whether an input is routed at all. A guard that throws counts as <see cref="GuardAction.Reject"/> unless the mixture says otherwise. Calls may overlap.</summary>
public interface IGuard
{
    /// <summary>Judges one input.</summary>
    /// <param name="row">The input and the experts.</param>
    /// <param name="scores">Transformed logits [N].</param>
    GuardVerdict Check(RoutingRow row, ReadOnlySpan<float> scores);
}
