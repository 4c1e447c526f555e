using System.Globalization;
using MoECollab.Gating.Numerics;

namespace MoECollab.Gating.Guarding;

/// <summary>
/// <c>max-softmax</c>: an input passes if its highest routing probability reaches the threshold (Hendrycks and Gimpel 2017). Options: <c>threshold</c>,
/// 0 to 1, default 0, best set by <see cref="GuardThreshold"/> on in-distribution validation inputs; <c>action</c> reject (default) or fallback.
/// </summary>
internal sealed class MaxSoftmaxGuard(float threshold, GuardAction below) : IGuard
{
    public GuardVerdict Check(RoutingRow row, ReadOnlySpan<float> scores)
    {
        var highest = Softmax.Highest(scores);
        var probability = float.IsNegativeInfinity(highest) ? 0f : MathF.Exp(highest - Softmax.LogSumExp(scores));
        return probability >= threshold
            ? new GuardVerdict(GuardAction.Pass, probability, threshold)
            : new GuardVerdict(below, probability, threshold, Reason(probability));
    }

    private string Reason(float probability) => string.Create(
        CultureInfo.InvariantCulture, $"the highest routing probability {probability:0.####} is below the threshold {threshold:0.####}");
}
