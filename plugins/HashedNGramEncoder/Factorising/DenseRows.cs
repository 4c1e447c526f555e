using System.Numerics;
using System.Runtime.InteropServices;

namespace MoECollab.HashedNGramEncoder.Factorising;

/// <summary>A dense matrix in row order whose rows are padded to whole vectors, so that kernels need no tail.</summary>
internal sealed class DenseRows
{
    /// <summary>A matrix of zeros.</summary>
    /// <param name="height">Number of rows.</param>
    /// <param name="width">Number of columns.</param>
    public DenseRows(int height, int width)
    {
        Height = height;
        Width = width;
        Stride = (width + Tile - 1) / Tile * Tile;
        Values = new float[checked(height * Stride)];
    }

    /// <summary>Columns that a product kernel computes at once: two vectors.</summary>
    public static int Tile => 2 * Vector<float>.Count;

    /// <summary>Number of rows.</summary>
    public int Height { get; }

    /// <summary>Number of columns.</summary>
    public int Width { get; }

    /// <summary>Distance from row to row in <see cref="Values"/>; what lies behind the columns is 0.</summary>
    public int Stride { get; }

    /// <summary>The values, row by row.</summary>
    public float[] Values { get; }

    /// <summary>One row, padding included, in vectors.</summary>
    public Span<Vector<float>> Row(int row) => MemoryMarshal.Cast<float, Vector<float>>(Values.AsSpan(row * Stride, Stride));

    /// <summary>One row without padding.</summary>
    public Span<float> RowValues(int row) => Values.AsSpan(row * Stride, Width);
}
