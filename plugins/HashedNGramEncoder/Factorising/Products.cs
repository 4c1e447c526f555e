using System.Numerics;
using MoECollab.HashedNGramEncoder.Counting;

namespace MoECollab.HashedNGramEncoder.Factorising;

/// <summary>Matrix products whose result does not depend on the number of threads: every row, and every partial sum, belongs to one fixed piece of work.</summary>
internal static class Products
{
    // Rows of a piece of work: a multiple of the kernel's four, and small enough that the rows of a piece stay in the second cache.
    private const int Piece = 256;

    /// <summary>X·M.</summary>
    /// <param name="sparse">X [n, w].</param>
    /// <param name="dense">M [w, l].</param>
    /// <param name="result">Receives [n, l].</param>
    /// <param name="parallel">Threads and cancellation.</param>
    public static void Multiply(SparseRows sparse, DenseRows dense, DenseRows result, ParallelOptions parallel) =>
        Parallel.For(0, Pieces(sparse.Height), parallel, piece =>
        {
            for (var row = piece * Piece; row < Math.Min(sparse.Height, (piece + 1) * Piece); row++)
            {
                var sum = result.Row(row);
                sum.Clear();
                for (var entry = sparse.Starts[row]; entry < sparse.Starts[row + 1]; entry++)
                    AddScaled(dense.Row(sparse.Columns[entry]), sparse.Values[entry], sum);
            }
        });

    /// <summary>A·B for a small square B, four rows at a time.</summary>
    /// <param name="left">A [n, l]; overwritten by the product.</param>
    /// <param name="right">B [l, l].</param>
    /// <param name="parallel">Threads and cancellation.</param>
    public static void MultiplyInPlace(DenseRows left, DenseRows right, ParallelOptions parallel) =>
        Parallel.For(0, Pieces(left.Height), parallel, piece =>
        {
            var block = new DenseRows(4, left.Width);
            for (var row = piece * Piece; row < Math.Min(left.Height, (piece + 1) * Piece); row += 4)
            {
                var rows = Math.Min(4, left.Height - row);
                var source = left.Values.AsSpan(row * left.Stride, rows * left.Stride);
                source.CopyTo(block.Values);
                for (var column = 0; column < left.Stride / Vector<float>.Count; column += 2)
                    Tile(block, right, column, left, row, rows);
            }
        });

    /// <summary>AᵀA, summed in double precision over pieces of rows.</summary>
    /// <param name="matrix">A [n, l].</param>
    /// <param name="parallel">Threads and cancellation.</param>
    /// <returns>[l, l], symmetric.</returns>
    public static double[,] Gram(DenseRows matrix, ParallelOptions parallel)
    {
        var pieces = Pieces(matrix.Height);
        var result = new double[matrix.Width, matrix.Width];
        Parallel.For(0, (matrix.Width + 3) / 4, parallel, group =>
        {
            var first = group * 4;
            for (var column = first / DenseRows.Tile * 2; column < matrix.Stride / Vector<float>.Count; column += 2)
            {
                for (var piece = 0; piece < pieces; piece++)
                    GramTile(matrix, piece * Piece, Math.Min(matrix.Height, (piece + 1) * Piece), first, column, result);
            }
        });
        for (var i = 0; i < matrix.Width; i++)
        {
            for (var j = 0; j < i; j++)
                result[i, j] = result[j, i];
        }

        return result;
    }

    /// <summary>target += factor·source.</summary>
    private static void AddScaled(ReadOnlySpan<Vector<float>> source, float factor, Span<Vector<float>> target)
    {
        var scale = new Vector<float>(factor);
        for (var i = 0; i < target.Length && i < source.Length; i++)
            target[i] += scale * source[i];
    }

    private static void Tile(DenseRows block, DenseRows right, int column, DenseRows result, int row, int rows)
    {
        Vector<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        var values = block.Values;
        var stride = block.Stride;
        for (var k = 0; k < right.Height; k++)
        {
            var line = right.Row(k);
            var (x, y) = (line[column], line[column + 1]);
            var (a, b, c, d) = (new Vector<float>(values[k]), new Vector<float>(values[stride + k]), new Vector<float>(values[(2 * stride) + k]), new Vector<float>(values[(3 * stride) + k]));
            a0 += a * x;
            a1 += a * y;
            b0 += b * x;
            b1 += b * y;
            c0 += c * x;
            c1 += c * y;
            d0 += d * x;
            d1 += d * y;
        }

        ReadOnlySpan<Vector<float>> sums = [a0, a1, b0, b1, c0, c1, d0, d1];
        for (var i = 0; i < rows; i++)
        {
            var line = result.Row(row + i);
            line[column] = sums[2 * i];
            line[column + 1] = sums[(2 * i) + 1];
        }
    }

    private static void GramTile(DenseRows matrix, int from, int to, int first, int column, double[,] result)
    {
        Vector<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        for (var row = from; row < to; row++)
        {
            var line = matrix.Row(row);
            var values = matrix.Values.AsSpan((row * matrix.Stride) + first, 4);
            var (x, y) = (line[column], line[column + 1]);
            var (a, b, c, d) = (new Vector<float>(values[0]), new Vector<float>(values[1]), new Vector<float>(values[2]), new Vector<float>(values[3]));
            a0 += a * x;
            a1 += a * y;
            b0 += b * x;
            b1 += b * y;
            c0 += c * x;
            c1 += c * y;
            d0 += d * x;
            d1 += d * y;
        }

        ReadOnlySpan<Vector<float>> sums = [a0, a1, b0, b1, c0, c1, d0, d1];
        for (var i = 0; i < 4 && first + i < matrix.Width; i++)
        {
            for (var j = 0; j < DenseRows.Tile; j++)
            {
                var at = (column * Vector<float>.Count) + j;
                if (at < matrix.Width)
                    result[first + i, at] += sums[(2 * i) + (j / Vector<float>.Count)][j % Vector<float>.Count];
            }
        }
    }

    private static int Pieces(int rows) => (rows + Piece - 1) / Piece;
}
