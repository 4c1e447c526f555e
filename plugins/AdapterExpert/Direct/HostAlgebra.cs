namespace MoECollab.AdapterExpert.Direct;

/// <summary>Sums over host memory.</summary>
internal static class HostAlgebra
{
    /// <summary>Replaces logits by their softmax.</summary>
    public static void Softmax(Span<float> logits)
    {
        var largest = float.NegativeInfinity;
        foreach (var logit in logits)
            largest = Math.Max(largest, logit);
        var total = 0f;
        foreach (ref var logit in logits)
        {
            logit = MathF.Exp(logit - largest);
            total += logit;
        }

        foreach (ref var share in logits)
            share /= total;
    }
}
