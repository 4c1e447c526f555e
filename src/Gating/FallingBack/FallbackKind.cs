namespace MoECollab.Gating.FallingBack;

/// <summary>Where an input goes when its gate failed.</summary>
public enum FallbackKind
{
    /// <summary>To the expert whose routing key is nearest; to all alike where no expert shipped a key.</summary>
    Prototype,

    /// <summary>To all experts alike.</summary>
    Uniform,

    /// <summary>To one named expert; by the prototype route while that one is not ready.</summary>
    Expert,

    /// <summary>Nowhere.</summary>
    Reject,
}
