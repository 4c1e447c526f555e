using System.Numerics;
using System.Runtime.InteropServices;
using MoECollab.Gating.Numerics;

namespace MoECollab.Host.Seeing.Metrics;

/// <summary>How far the most probable expert is ahead of the next: the difference of the two largest softmax(scores).</summary>
internal static class RouteMargin
{
    /// <param name="scores">Logits; masked experts have negative infinity.</param>
    /// <returns>0 to 1; 1 where only one can be chosen, 0 where nothing was scored.</returns>
    public static double Of(ReadOnlySpan<float> scores)
    {
        // Every request asks, over all experts that there are: whole vectors at a time.
        var (first, second) = TwoHighest(scores);
        return float.IsFinite(first) ? (1 - MathF.Exp(second - first)) * MathF.Exp(first - Softmax.LogSumExp(scores)) : 0;
    }

    private static (float First, float Second) TwoHighest(ReadOnlySpan<float> scores)
    {
        var lowest = new Vector<float>(float.NegativeInfinity);
        var (firsts, seconds) = (lowest, lowest); // of each lane
        var lanes = MemoryMarshal.Cast<float, Vector<float>>(scores);
        foreach (var lane in lanes)
        {
            seconds = Vector.Max(seconds, Vector.Min(firsts, lane));
            firsts = Vector.Max(firsts, lane);
        }

        var (first, second) = (float.NegativeInfinity, float.NegativeInfinity);
        for (var i = 0; i < Vector<float>.Count; i++)
        {
            (first, second) = After((first, second), firsts[i]);
            (first, second) = After((first, second), seconds[i]);
        }

        foreach (var score in scores[(lanes.Length * Vector<float>.Count)..])
            (first, second) = After((first, second), score);
        return (first, second);
    }

    private static (float First, float Second) After((float First, float Second) before, float score) =>
        score > before.First ? (score, before.First) : (before.First, Math.Max(before.Second, score));
}
