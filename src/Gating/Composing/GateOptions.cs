using MoECollab.Gating.FallingBack;

namespace MoECollab.Gating.Composing;

/// <summary>What the mixture says of its gate's failures.</summary>
public sealed record GateOptions
{
    /// <summary>Where an input goes whose scorer, transform or selector failed. Default: the prototype route.</summary>
    public FallbackRule Fallback { get; init; } = FallbackRule.Prototype;

    /// <summary>What a guard that fails counts as. Default: reject.</summary>
    public GuardAction WhenGuardFails { get; init; } = GuardAction.Reject;
}
