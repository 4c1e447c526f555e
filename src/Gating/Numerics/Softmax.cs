using System.Numerics;
using System.Runtime.InteropServices;

namespace MoECollab.Gating.Numerics;

/// <summary>Softmax and its relatives over host memory, in float32 with the maximum subtracted first. −∞ stands for a masked entry and gets probability 0.</summary>
public static class Softmax
{
    /// <summary>softmax(scores): p_i = exp(s_i − max) / Σ_j exp(s_j − max).</summary>
    /// <param name="scores">[n]; no NaN, no +∞. Where every entry is −∞ all probabilities are 0.</param>
    /// <param name="probabilities">Receives [n], non-negative, summing to 1; may be the same memory as <paramref name="scores"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Into(ReadOnlySpan<float> scores, Span<float> probabilities)
    {
        if (scores.Length != probabilities.Length)
            throw new ArgumentException($"{scores.Length} scores do not fit {probabilities.Length} probabilities.", nameof(probabilities));

        var highest = Highest(scores);
        if (float.IsNegativeInfinity(highest))
        {
            probabilities.Clear();
            return;
        }

        var sum = Exponentials(scores, probabilities, highest);
        Scale(probabilities, 1f / sum);
    }

    /// <summary>Entropy of softmax(scores) in nats: H = log Z − Σ p_i s_i, so that no logarithm of a probability is taken. 0 where at most one entry is not −∞.</summary>
    /// <param name="scores">[n]; no NaN, no +∞.</param>
    public static float Entropy(ReadOnlySpan<float> scores)
    {
        var highest = Highest(scores);
        if (float.IsNegativeInfinity(highest))
            return 0f;

        double sum = 0, weighted = 0;
        var lanes = MemoryMarshal.Cast<float, Vector<float>>(scores);
        if (lanes.Length > 0)
            (sum, weighted) = EntropySums(lanes, new Vector<float>(highest));
        foreach (var score in scores[(lanes.Length * Vector<float>.Count)..])
        {
            if (float.IsNegativeInfinity(score))
                continue;
            var exponential = MathF.Exp(score - highest);
            sum += exponential;
            weighted += exponential * (double)(score - highest);
        }

        return (float)Math.Max(0, Math.Log(sum) - (weighted / sum));
    }

    /// <summary>log Σ exp(s_i); −∞ where every entry is −∞.</summary>
    /// <param name="scores">[n]; no NaN, no +∞.</param>
    public static float LogSumExp(ReadOnlySpan<float> scores)
    {
        var highest = Highest(scores);
        if (float.IsNegativeInfinity(highest))
            return highest;

        var (sums, shift) = (Vector<float>.Zero, new Vector<float>(highest));
        var lanes = MemoryMarshal.Cast<float, Vector<float>>(scores);
        foreach (var lane in lanes)
            sums += Vector.Exp(lane - shift);
        double sum = Vector.Sum(sums);
        foreach (var score in scores[(lanes.Length * Vector<float>.Count)..])
            sum += MathF.Exp(score - highest);
        return highest + (float)Math.Log(sum);
    }

    /// <summary>The largest entry; −∞ for an empty span.</summary>
    /// <param name="scores">[n]; no NaN.</param>
    public static float Highest(ReadOnlySpan<float> scores)
    {
        var highest = float.NegativeInfinity;
        var lanes = MemoryMarshal.Cast<float, Vector<float>>(scores);
        if (lanes.Length > 0)
        {
            var highs = lanes[0];
            foreach (var lane in lanes)
                highs = Vector.Max(highs, lane);
            for (var i = 0; i < Vector<float>.Count; i++)
                highest = highs[i] > highest ? highs[i] : highest;
        }

        foreach (var score in scores[(lanes.Length * Vector<float>.Count)..])
            highest = score > highest ? score : highest;
        return highest;
    }

    private static (double Sum, double Weighted) EntropySums(ReadOnlySpan<Vector<float>> lanes, Vector<float> highest)
    {
        Vector<float> sums = Vector<float>.Zero, weighted = Vector<float>.Zero;
        var masked = new Vector<float>(float.NegativeInfinity);
        foreach (var lane in lanes)
        {
            var below = lane - highest;
            var exponentials = Vector.Exp(below);
            sums += exponentials;
            weighted += Vector.ConditionalSelect(Vector.Equals(lane, masked), Vector<float>.Zero, exponentials * below);
        }

        return (Vector.Sum(sums), Vector.Sum(weighted));
    }

    private static float Exponentials(ReadOnlySpan<float> scores, Span<float> result, float highest)
    {
        var sum = 0f;
        var done = 0;
        if (scores.Length >= Vector<float>.Count)
        {
            var shift = new Vector<float>(highest);
            var sums = Vector<float>.Zero;
            var lanes = MemoryMarshal.Cast<float, Vector<float>>(scores);
            var target = MemoryMarshal.Cast<float, Vector<float>>(result);
            for (var i = 0; i < lanes.Length; i++)
            {
                var exponentials = Vector.Exp(lanes[i] - shift);
                target[i] = exponentials;
                sums += exponentials;
            }

            sum = Vector.Sum(sums);
            done = lanes.Length * Vector<float>.Count;
        }

        for (; done < scores.Length; done++)
        {
            result[done] = MathF.Exp(scores[done] - highest);
            sum += result[done];
        }

        return sum;
    }

    private static void Scale(Span<float> values, float factor)
    {
        for (var i = 0; i < values.Length; i++)
            values[i] *= factor;
    }
}
