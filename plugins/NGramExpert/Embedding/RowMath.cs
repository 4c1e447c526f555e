using System.Numerics;
using System.Runtime.InteropServices;

namespace MoECollab.NGramExpert.Embedding;

/// <summary>Dense operations on rows that are padded to whole vectors, so that no loop has a remainder.</summary>
internal static class RowMath
{
    public static int Stride(int values)
    {
        var width = Vector<float>.Count;
        return (values + width - 1) / width * width;
    }

    public static float[] Pad(ReadOnlySpan<float> matrix, int rows, int columns)
    {
        var stride = Stride(columns);
        var padded = new float[checked(rows * stride)];
        for (var row = 0; row < rows; row++)
            matrix.Slice(row * columns, columns).CopyTo(padded.AsSpan(row * stride));
        return padded;
    }

    public static float[] Unpad(ReadOnlySpan<float> padded, int rows, int columns)
    {
        var stride = Stride(columns);
        var matrix = new float[rows * columns];
        for (var row = 0; row < rows; row++)
            padded.Slice(row * stride, columns).CopyTo(matrix.AsSpan(row * columns));
        return matrix;
    }

    /// <summary>target += scale · row.</summary>
    public static void AddScaled(Span<float> target, ReadOnlySpan<float> row, float scale)
    {
        var to = MemoryMarshal.Cast<float, Vector<float>>(target);
        var from = MemoryMarshal.Cast<float, Vector<float>>(row);
        var factor = new Vector<float>(scale);
        for (var at = 0; at < from.Length; at++)
            to[at] = Vector.MultiplyAddEstimate(factor, from[at], to[at]);
    }

    public static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var a = MemoryMarshal.Cast<float, Vector<float>>(left);
        var b = MemoryMarshal.Cast<float, Vector<float>>(right);
        var sum = Vector<float>.Zero;
        for (var at = 0; at < a.Length; at++)
            sum = Vector.MultiplyAddEstimate(a[at], b[at], sum);
        return Vector.Sum(sum);
    }

    /// <summary>The mean of the rows of a matrix; zeros for no rows.</summary>
    public static void Mean(ReadOnlySpan<float> matrix, int stride, ReadOnlySpan<int> rows, Span<float> mean)
    {
        mean.Clear();
        var sum = MemoryMarshal.Cast<float, Vector<float>>(mean);
        foreach (var row in rows)
        {
            var from = MemoryMarshal.Cast<float, Vector<float>>(matrix.Slice(row * stride, stride));
            for (var at = 0; at < sum.Length; at++)
                sum[at] += from[at];
        }

        var scale = new Vector<float>(1f / Math.Max(1, rows.Length));
        for (var at = 0; at < sum.Length; at++)
            sum[at] *= scale;
    }

    /// <summary>Replaces logits by their softmax.</summary>
    public static void Softmax(Span<float> logits)
    {
        var largest = float.NegativeInfinity;
        foreach (var logit in logits)
            largest = MathF.Max(largest, logit);
        var sum = 0f;
        for (var at = 0; at < logits.Length; at++)
        {
            logits[at] = MathF.Exp(logits[at] - largest);
            sum += logits[at];
        }

        for (var at = 0; at < logits.Length; at++)
            logits[at] /= sum;
    }
}
