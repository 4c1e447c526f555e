namespace MoECollab.Gating.Scoring.Mlp;

/// <summary>What stands between the two layers of an MLP gate.</summary>
internal enum Activation
{
    /// <summary>x Φ(x), exact.</summary>
    Gelu,

    /// <summary>max(0, x).</summary>
    Relu,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,
}
