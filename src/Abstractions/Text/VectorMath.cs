using System.Numerics;
using System.Runtime.CompilerServices;
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(Span<float> target, ReadOnlySpan<float> row, float scale)
    {
        var to = MemoryMarshal.Cast<float, Vector<float>>(target);
        var from = MemoryMarshal.Cast<float, Vector<float>>(row);
        var factor = new Vector<float>(scale);
        for (var at = 0; at < from.Length; at++)
            to[at] = Vector.MultiplyAddEstimate(factor, from[at], to[at]);
    }

    /// <summary>target += scale · left ∘ right. All are whole vectors long.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddProduct(Span<float> target, ReadOnlySpan<float> left, ReadOnlySpan<float> right, float scale)
    {
        var to = MemoryMarshal.Cast<float, Vector<float>>(target);
        var a = MemoryMarshal.Cast<float, Vector<float>>(left);
        var b = MemoryMarshal.Cast<float, Vector<float>>(right);
        var factor = new Vector<float>(scale);
        for (var at = 0; at < to.Length; at++)
            to[at] = Vector.MultiplyAddEstimate(factor * a[at], b[at], to[at]);
    }

    /// <summary>target += Σ_j scales_j · matrix[rows_j], row after row; four vectors of the target at a time stay in registers meanwhile.</summary>
    /// <param name="target">Whole vectors long.</param>
    /// <param name="matrix">Row by row, each as long as the target.</param>
    /// <param name="rows">Which rows.</param>
    /// <param name="scales">One for each of them.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddRows(Span<float> target, ReadOnlySpan<float> matrix, ReadOnlySpan<int> rows, ReadOnlySpan<float> scales)
    {
        var to = MemoryMarshal.Cast<float, Vector<float>>(target);
        var from = MemoryMarshal.Cast<float, Vector<float>>(matrix);
        var stride = to.Length;
        scales = scales[..rows.Length];
        var column = 0;
        for (; column + 4 <= stride; column += 4)
        {
            var (first, second, third, fourth) = (to[column], to[column + 1], to[column + 2], to[column + 3]);
            for (var at = 0; at < rows.Length; at++)
            {
                var row = from.Slice((rows[at] * stride) + column, 4);
                var factor = new Vector<float>(scales[at]);
                first = Vector.MultiplyAddEstimate(factor, row[0], first);
                second = Vector.MultiplyAddEstimate(factor, row[1], second);
                third = Vector.MultiplyAddEstimate(factor, row[2], third);
                fourth = Vector.MultiplyAddEstimate(factor, row[3], fourth);
            }

            (to[column], to[column + 1], to[column + 2], to[column + 3]) = (first, second, third, fourth);
        }

        for (; column < stride; column++)
        {
            var sum = to[column];
            for (var at = 0; at < rows.Length; at++)
                sum = Vector.MultiplyAddEstimate(new Vector<float>(scales[at]), from[(rows[at] * stride) + column], sum);
            to[column] = sum;
        }
    }

    /// <summary>Replaces logits by softmax(factor · logits).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
