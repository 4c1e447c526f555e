using System.Numerics;
using System.Runtime.InteropServices;

namespace MoECollab.AdapterExpert.Direct;

/// <summary>Vectorised sums over host memory.</summary>
internal static class HostAlgebra
{
    /// <summary>Σ a·b.</summary>
    public static float Dot(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        var a = MemoryMarshal.Cast<float, Vector<float>>(first);
        var b = MemoryMarshal.Cast<float, Vector<float>>(second);
        var (even, odd) = (Vector<float>.Zero, Vector<float>.Zero);
        var i = 0;
        for (; i + 1 < a.Length && i + 1 < b.Length; i += 2)
        {
            even += a[i] * b[i];
            odd += a[i + 1] * b[i + 1];
        }

        if (i < a.Length)
            even += a[i] * b[i];
        var sum = Vector.Sum(even + odd);
        for (var tail = a.Length * Vector<float>.Count; tail < first.Length; tail++)
            sum += first[tail] * second[tail];
        return sum;
    }

    /// <summary>target += factor·source.</summary>
    public static void AddScaled(ReadOnlySpan<float> source, float factor, Span<float> target)
    {
        var from = MemoryMarshal.Cast<float, Vector<float>>(source);
        var to = MemoryMarshal.Cast<float, Vector<float>>(target);
        var scale = new Vector<float>(factor);
        for (var i = 0; i < to.Length && i < from.Length; i++)
            to[i] += scale * from[i];
        for (var tail = to.Length * Vector<float>.Count; tail < target.Length; tail++)
            target[tail] += factor * source[tail];
    }

    /// <summary>Replaces logits by softmax(logits / temperature).</summary>
    public static void Softmax(Span<float> logits, float temperature)
    {
        var largest = float.NegativeInfinity;
        foreach (var logit in logits)
            largest = Math.Max(largest, logit);
        var total = 0f;
        foreach (ref var logit in logits)
        {
            logit = MathF.Exp((logit - largest) / temperature);
            total += logit;
        }

        foreach (ref var share in logits)
            share /= total;
    }
}
