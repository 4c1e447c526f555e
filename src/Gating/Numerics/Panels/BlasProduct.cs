using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace MoECollab.Gating.Numerics.Panels;

/// <summary>The product of a packed matrix with many rows by libtorch, that is by its BLAS: rows and weights are laid out as it wants them, and what it gives is left where it belongs.</summary>
internal static unsafe class BlasProduct
{
    /// <summary>y_i = W x_i + b, or y_i += s_i (W x_i + b) where there are scales.</summary>
    /// <param name="matrix">W and b, in panels.</param>
    /// <param name="from">The x_i.</param>
    /// <param name="to">The y_i.</param>
    /// <param name="scales">[count], or null.</param>
    /// <param name="count">Rows.</param>
    public static void Run(PackedMatrix matrix, in RowPlaces from, in RowPlaces to, float* scales, int count)
    {
        // The offsets are the weights of an input that is always 1, as they lie in the panels.
        int inputs = matrix.Inputs + 1, columns = PackedMatrix.WholePanels(matrix.Outputs);
        var weights = ArrayPool<float>.Shared.Rent(inputs * columns);
        var rows = ArrayPool<float>.Shared.Rent(count * inputs);
        try
        {
            matrix.Unpack(weights.AsSpan(0, inputs * columns));
            for (var row = 0; row < count; row++)
            {
                rows[row * inputs] = 1;
                new ReadOnlySpan<float>(from.At(row), matrix.Inputs).CopyTo(rows.AsSpan((row * inputs) + 1));
            }

            Multiply((rows, count), (weights, inputs, columns), matrix.Outputs, to, scales);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rows);
            ArrayPool<float>.Shared.Return(weights);
        }
    }

    private static void Multiply((float[] Values, int Count) rows, (float[] Values, int Inputs, int Columns) weights, int outputs, in RowPlaces to, float* scales)
    {
        using var frozen = no_grad();
        using var flatRows = frombuffer(rows.Values, ScalarType.Float32, (long)rows.Count * weights.Inputs);
        using var flatWeights = frombuffer(weights.Values, ScalarType.Float32, (long)weights.Inputs * weights.Columns);
        using var x = flatRows.view(rows.Count, weights.Inputs);             // [B, 1 + d]
        using var w = flatWeights.view(weights.Inputs, weights.Columns);     // [1 + d, columns]
        using var products = x.mm(w);                                        // [B, columns]
        var values = MemoryMarshal.Cast<byte, float>(products.bytes);
        for (var row = 0; row < rows.Count; row++)
        {
            var product = values.Slice(row * weights.Columns, outputs);
            var y = new Span<float>(to.At(row), outputs);
            if (scales is null)
                product.CopyTo(y);
            else
                AddScaled(product, scales[row], y);
        }
    }

    private static void AddScaled(ReadOnlySpan<float> source, float scale, Span<float> target)
    {
        var from = MemoryMarshal.Cast<float, Vector<float>>(source);
        var to = MemoryMarshal.Cast<float, Vector<float>>(target);
        for (var i = 0; i < to.Length && i < from.Length; i++)
            to[i] += scale * from[i];
        for (var i = to.Length * Vector<float>.Count; i < target.Length; i++)
            target[i] += scale * source[i];
    }
}
