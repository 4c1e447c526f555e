namespace MoECollab.HashedNGramEncoder.Factorising;

/// <summary>Makes the columns of a tall matrix orthonormal through the Cholesky factor of its Gram matrix.</summary>
internal static class Orthonormal
{
    // Below this share of the largest pivot a column is, in single precision, a combination of those before it.
    private const double Dependent = 1e-9;

    /// <summary>Replaces A by A·R⁻¹, AᵀA = RᵀR. Columns that depend on earlier ones become 0.</summary>
    /// <param name="matrix">A [n, l].</param>
    /// <param name="parallel">Threads and cancellation.</param>
    public static void Make(DenseRows matrix, ParallelOptions parallel)
    {
        var inverse = InverseFactor(Products.Gram(matrix, parallel));
        var right = new DenseRows(matrix.Width, matrix.Width);
        for (var i = 0; i < matrix.Width; i++)
        {
            for (var j = i; j < matrix.Width; j++)
                right.Values[(i * right.Stride) + j] = (float)inverse[i, j];
        }

        Products.MultiplyInPlace(matrix, right, parallel);
    }

    /// <summary>R⁻¹ of G = RᵀR, upper triangular, with zero columns where G is singular.</summary>
    private static double[,] InverseFactor(double[,] gram)
    {
        var size = gram.GetLength(0);
        var factor = new double[size, size];
        var largest = Enumerable.Range(0, size).Max(i => gram[i, i]);
        var inverse = new double[size, size];
        for (var j = 0; j < size; j++)
        {
            var pivot = gram[j, j];
            for (var k = 0; k < j; k++)
                pivot -= factor[k, j] * factor[k, j];
            if (!(pivot > Dependent * largest))
                continue;

            factor[j, j] = Math.Sqrt(pivot);
            for (var i = j + 1; i < size; i++)
            {
                var sum = gram[j, i];
                for (var k = 0; k < j; k++)
                    sum -= factor[k, j] * factor[k, i];
                factor[j, i] = sum / factor[j, j];
            }

            inverse[j, j] = 1 / factor[j, j];
            for (var i = 0; i < j; i++)
            {
                var sum = 0.0;
                for (var k = i; k < j; k++)
                    sum += inverse[i, k] * factor[k, j];
                inverse[i, j] = -sum / factor[j, j];
            }
        }

        return inverse;
    }
}
