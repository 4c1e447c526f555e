using System.Globalization;
using MoECollab.Gating.Numerics;

namespace MoECollab.Gating.Guarding;

/// <summary>
/// <c>energy</c>: an input passes if T · log Σ exp(z_i / T), its negative free energy, reaches the threshold (Liu et al. 2020). Options:
/// <c>threshold</c>, default −1e30; <c>temperature</c> T, 0.001 to 1000, default 1; <c>action</c> reject (default) or fallback.
/// </summary>
internal sealed class EnergyGuard(float threshold, float temperature, GuardAction below) : IGuard
{
    public GuardVerdict Check(RoutingRow row, ReadOnlySpan<float> scores)
    {
        Span<float> scaled = scores.Length <= 256 ? stackalloc float[scores.Length] : new float[scores.Length];
        for (var i = 0; i < scores.Length; i++)
            scaled[i] = scores[i] / temperature;
        var energy = temperature * Softmax.LogSumExp(scaled);
        return energy >= threshold
            ? new GuardVerdict(GuardAction.Pass, energy, threshold)
            : new GuardVerdict(below, energy, threshold, Reason(energy));
    }

    private string Reason(float energy) => string.Create(
        CultureInfo.InvariantCulture, $"the negative free energy {energy:0.####} of its scores is below the threshold {threshold:0.####}");
}
