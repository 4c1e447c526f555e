namespace MoECollab.Gating.Scoring.Prototype;

/// <summary>How near a hidden vector is to a routing key.</summary>
internal enum KeySimilarity
{
    /// <summary>The cosine of the angle; 0 where either vector is zero.</summary>
    Cosine,

    /// <summary>The inner product.</summary>
    Dot,
}
