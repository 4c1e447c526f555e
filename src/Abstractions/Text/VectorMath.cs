using System.Numerics;
using System.Runtime.InteropServices;

namespace MoECollab.Text;

/// <summary>The few dense operations that sparse models need. Rows are padded to <see cref="Stride"/>, so that no loop has a remainder.</summary>
internal static class VectorMath
{
    /// <summary>The length of a row of this many values, padded to whole vectors.</summary>
    public static int Stride(int values)
    {
        var width = Vector<float>.Count;
        return (values + width - 1) / width * width;
    }

    /// <summary>target += scale · row. Both are whole vectors long.</summary>
    public static void AddScaled(Span<float> target, ReadOnlySpan<float> row, float scale)
    {
        var to = MemoryMarshal.Cast<float, Vector<float>>(target);
        var from = MemoryMarshal.Cast<float, Vector<float>>(row);
        var factor = new Vector<float>(scale);
        for (var at = 0; at < from.Length; at++)
            to[at] = Vector.MultiplyAddEstimate(factor, from[at], to[at]);
    }

    /// <summary>Replaces logits by softmax(factor · logits).</summary>
    public static void Softmax(Span<float> logits, float factor = 1f)
    {
        var largest = float.NegativeInfinity;
        foreach (var logit in logits)
            largest = MathF.Max(largest, logit);
        var sum = 0f;
        for (var at = 0; at < logits.Length; at++)
        {
            logits[at] = MathF.Exp((logits[at] - largest) * factor);
            sum += logits[at];
        }

        for (var at = 0; at < logits.Length; at++)
            logits[at] /= sum;
    }

    /// <summary>The position of the largest value; the first of equal ones.</summary>
    public static int Largest(ReadOnlySpan<float> values)
    {
        var best = 0;
        for (var at = 1; at < values.Length; at++)
        {
            if (values[at] > values[best])
                best = at;
        }

        return best;
    }
}
