namespace MoECollab.Gating.Numerics.Panels;

/// <summary>What stands between the two products of a block.</summary>
internal enum BlockActivation
{
    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>x·Φ(x), with the exact normal distribution function.</summary>
    Gelu,

    /// <summary>Hyperbolic tangent.</summary>
    Tanh,
}
