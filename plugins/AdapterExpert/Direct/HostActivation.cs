using MoECollab.AdapterExpert.Options;

namespace MoECollab.AdapterExpert.Direct;

/// <summary>σ on host memory.</summary>
internal static class HostActivation
{
    /// <summary>σ(x).</summary>
    public static float Of(Activation activation, float x) => activation switch
    {
        Activation.Relu => Math.Max(x, 0),
        Activation.Gelu => 0.5f * x * (1 + Erf(x * 0.70710678f)),   // Φ(x) = (1 + erf(x / √2)) / 2
        Activation.Tanh => MathF.Tanh(x),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, null),
    };

    /// <summary>The error function to 1.5e-7 (Abramowitz and Stegun, 7.1.26).</summary>
    private static float Erf(float x)
    {
        var t = 1 / (1 + (0.3275911f * Math.Abs(x)));
        var series = ((((((((1.061405429f * t) - 1.453152027f) * t) + 1.421413741f) * t) - 0.284496736f) * t) + 0.254829592f) * t;
        return MathF.CopySign(1 - (series * MathF.Exp(-x * x)), x);
    }
}
