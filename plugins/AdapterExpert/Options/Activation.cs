namespace MoECollab.AdapterExpert.Options;

/// <summary>σ.</summary>
internal enum Activation
{
    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>x·Φ(x), with the exact normal distribution function.</summary>
    Gelu,

    /// <summary>Hyperbolic tangent.</summary>
    Tanh,
}
