using System.Runtime.CompilerServices;

namespace MoECollab.Gating.Numerics.Panels;

/// <summary>Products of rows with a matrix of few outputs, as sums over inputs a register at a time: a panel would be mostly empty, and its arithmetic too.</summary>
internal static unsafe class DotKernel<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    private const int Together = 4; // outputs that share a reading of x

    /// <summary>y_i = bias + W x_i, or y_i += scale_i (bias + W x_i).</summary>
    /// <param name="weights">[outputs, stride], and after them the bias [outputs].</param>
    /// <param name="sizes">Length of x, of y, and floats from an output's weights to the next's.</param>
    /// <param name="from">The x_i.</param>
    /// <param name="to">The y_i.</param>
    /// <param name="scales">[count], or null.</param>
    /// <param name="count">Rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* weights, (int Inputs, int Outputs, int Stride) sizes, in RowPlaces from, in RowPlaces to, float* scales, int count)
    {
        var sums = stackalloc float[Together];
        var bias = weights + ((nint)sizes.Outputs * sizes.Stride);
        for (var row = 0; row < count; row++)
        {
            float* x = from.At(row), y = to.At(row);
            for (var output = 0; output < sizes.Outputs; output += Together)
            {
                var taken = Math.Min(Together, sizes.Outputs - output);
                var w = weights + ((nint)output * sizes.Stride);
                if (taken == Together)
                    Four(w, sizes.Stride, x, sizes.Inputs, sums);
                else
                    Each(w, sizes.Stride, x, sizes.Inputs, ((nint)sums, taken));
                for (var i = 0; i < taken; i++)
                {
                    var sum = sums[i] + bias[output + i];
                    y[output + i] = scales is null ? sum : y[output + i] + (scales[row] * sum);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(float* w, nint stride, float* x, int inputs, float* sums)
    {
        TVector a = default, b = default, c = default, d = default;
        nint k = 0;
        for (; k + TLanes.Count <= inputs; k += TLanes.Count)
        {
            var values = TLanes.Load(x + k);
            a = TLanes.MultiplyAdd(values, TLanes.Load(w + k), a);
            b = TLanes.MultiplyAdd(values, TLanes.Load(w + stride + k), b);
            c = TLanes.MultiplyAdd(values, TLanes.Load(w + (2 * stride) + k), c);
            d = TLanes.MultiplyAdd(values, TLanes.Load(w + (3 * stride) + k), d);
        }

        (sums[0], sums[1], sums[2], sums[3]) = (TLanes.Sum(a), TLanes.Sum(b), TLanes.Sum(c), TLanes.Sum(d));
        for (; k < inputs; k++)
        {
            for (var i = 0; i < Together; i++)
                sums[i] += x[k] * w[(i * stride) + k];
        }
    }

    private static void Each(float* w, nint stride, float* x, int inputs, (nint Sums, int Count) to)
    {
        for (var i = 0; i < to.Count; i++, w += stride)
        {
            TVector a = default;
            nint k = 0;
            for (; k + TLanes.Count <= inputs; k += TLanes.Count)
                a = TLanes.MultiplyAdd(TLanes.Load(x + k), TLanes.Load(w + k), a);
            var sum = TLanes.Sum(a);
            for (; k < inputs; k++)
                sum += x[k] * w[k];
            ((float*)to.Sums)[i] = sum;
        }
    }
}
