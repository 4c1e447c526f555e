using System.Numerics;
using System.Runtime.InteropServices;

namespace MoECollab.Gating.Numerics;

/// <summary>Small dense products over host memory, vectorised: what one input on a CPU needs, without an operator call.</summary>
public static class Dense
{
    /// <summary>a · b.</summary>
    /// <param name="left">[n].</param>
    /// <param name="right">[n] or longer.</param>
    public static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        right = right[..left.Length];
        var lanes = MemoryMarshal.Cast<float, Vector<float>>(left);
        var others = MemoryMarshal.Cast<float, Vector<float>>(right);
        Vector<float> first = Vector<float>.Zero, second = Vector<float>.Zero;
        var i = 0;
        for (; i + 1 < lanes.Length; i += 2)
        {
            first += lanes[i] * others[i];
            second += lanes[i + 1] * others[i + 1];
        }

        if (i < lanes.Length)
            first += lanes[i] * others[i];

        var sum = Vector.Sum(first + second);
        for (var rest = lanes.Length * Vector<float>.Count; rest < left.Length; rest++)
            sum += left[rest] * right[rest];
        return sum;
    }

    /// <summary>y = W x + b.</summary>
    /// <param name="weight">[rows, x.Length], row by row.</param>
    /// <param name="bias">[rows], or empty.</param>
    /// <param name="input">x.</param>
    /// <param name="output">Receives y, [rows].</param>
    public static void Affine(ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, ReadOnlySpan<float> input, Span<float> output)
    {
        for (var row = 0; row < output.Length; row++)
        {
            var product = Dot(input, weight.Slice(row * input.Length, input.Length));
            output[row] = bias.IsEmpty ? product : product + bias[row];
        }
    }

    /// <summary>Euclidean length.</summary>
    /// <param name="vector">[n].</param>
    public static float Length(ReadOnlySpan<float> vector) => MathF.Sqrt(Dot(vector, vector));
}
