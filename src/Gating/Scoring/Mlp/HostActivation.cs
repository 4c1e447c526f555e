namespace MoECollab.Gating.Scoring.Mlp;

/// <summary>The activations over host memory, equal to the operators' within 1e-6.</summary>
internal static class HostActivation
{
    public static void Apply(Activation activation, Span<float> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = activation switch
            {
                Activation.Relu => Math.Max(0f, values[i]),
                Activation.Tanh => MathF.Tanh(values[i]),
                _ => Gelu(values[i]),
            };
        }
    }

    /// <summary>x Φ(x) = x · ½ erfc(−x/√2), with erfc by Abramowitz and Stegun 7.1.26 (absolute error below 1.5e-7).</summary>
    private static float Gelu(float value)
    {
        var x = Math.Abs(value) / Math.Sqrt(2);
        var t = 1 / (1 + (0.3275911 * x));
        var polynomial = t * (0.254829592 + (t * (-0.284496736 + (t * (1.421413741 + (t * (-1.453152027 + (t * 1.061405429))))))));
        var upper = 0.5 * polynomial * Math.Exp(-x * x); // 1 − Φ(|value|)
        return (float)(value * (value >= 0 ? 1 - upper : upper));
    }
}
