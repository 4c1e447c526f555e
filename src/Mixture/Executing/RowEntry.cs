using MoECollab.Gating;

namespace MoECollab.Mixture.Executing;

/// <summary>What came of one expert of one input's decision.</summary>
/// <param name="Slot">The expert.</param>
/// <param name="Routed">Its weight and role.</param>
/// <param name="Fault">Why its answer cannot be used, or null.</param>
/// <param name="Values">Its probabilities or its vector.</param>
/// <param name="Text">Its text, or null.</param>
internal readonly record struct RowEntry(ExpertSlot Slot, RoutedExpert Routed, string? Fault, ReadOnlyMemory<float> Values, string? Text)
{
    /// <summary>Whether its answer counts.</summary>
    public bool Counts => Fault is null;
}
