using MoECollab.HashedNGramEncoder.Counting;

namespace MoECollab.HashedNGramEncoder.Factorising;

/// <summary>
/// The directions in which the texts differ most: a truncated singular value decomposition X ≈ U·Σ·Vᵀ of the weighted counts by
/// randomised subspace iteration (Halko, Martinsson and Tropp 2011, algorithm 4.4), which is latent semantic analysis (Deerwester et al. 1990).
/// </summary>
internal static class LatentDirections
{
    // Directions beyond those asked for, which make the iteration converge (Halko et al. take 5 to 10).
    private const int Oversampling = 16;

    /// <summary>Finds V·Σ^−α.</summary>
    /// <param name="counts">X [n, w].</param>
    /// <param name="options">d, the rounds and α.</param>
    /// <param name="seed">Draws the starting subspace.</param>
    /// <param name="parallel">Threads and cancellation.</param>
    /// <param name="progress">Told the fraction done.</param>
    /// <returns>[w, d] row by row; columns that the texts cannot fill are 0. Signs are fixed: the largest entry of a column is positive.</returns>
    public static float[] Find(SparseRows counts, HashedNGramOptions options, long seed, ParallelOptions parallel, Action<double> progress)
    {
        var width = options.Hidden + Oversampling;
        var byColumn = counts.Transpose();
        var texts = new DenseRows(counts.Height, width);
        var directions = new DenseRows(counts.Width, width);
        Fill(directions, seed);
        for (var round = 0; round < options.Rounds; round++)
        {
            progress((double)round / (options.Rounds + 1));
            Products.Multiply(counts, directions, texts, parallel);
            Products.Multiply(byColumn, texts, directions, parallel);
            Orthonormal.Make(directions, parallel);
        }

        progress((double)options.Rounds / (options.Rounds + 1));
        Products.Multiply(counts, directions, texts, parallel);
        var (squares, vectors) = SymmetricEigen.Solve(Products.Gram(texts, parallel));
        Products.MultiplyInPlace(directions, Rotation(squares, vectors, counts.Height, options), parallel);
        return WithFixedSigns(directions, options.Hidden);
    }

    /// <summary>Columns u_i·σ_i^−α, where σ_i² is the mean square of a text's i-th coordinate.</summary>
    private static DenseRows Rotation(double[] squares, double[][] vectors, int texts, HashedNGramOptions options)
    {
        var width = vectors.Length;
        var rotation = new DenseRows(width, width);
        for (var i = 0; i < options.Hidden; i++)
        {
            var variance = squares[i] / texts;
            var scale = variance > 1e-12 ? Math.Pow(variance, -options.Whitening / 2) : 0;
            for (var j = 0; j < width; j++)
                rotation.Values[(j * rotation.Stride) + i] = (float)(vectors[i][j] * scale);
        }

        return rotation;
    }

    private static void Fill(DenseRows matrix, long seed)
    {
        var random = new Random(unchecked((int)(seed ^ (seed >> 32))));
        for (var row = 0; row < matrix.Height; row++)
        {
            foreach (ref var value in matrix.RowValues(row))
                value = (float)(random.NextDouble() - 0.5);
        }
    }

    private static float[] WithFixedSigns(DenseRows directions, int hidden)
    {
        var result = new float[checked(directions.Height * hidden)];
        var extremes = new float[hidden];
        for (var row = 0; row < directions.Height; row++)
        {
            var values = directions.RowValues(row);
            for (var i = 0; i < hidden; i++)
                extremes[i] = Math.Abs(values[i]) > Math.Abs(extremes[i]) ? values[i] : extremes[i];
        }

        for (var row = 0; row < directions.Height; row++)
        {
            var values = directions.RowValues(row);
            for (var i = 0; i < hidden; i++)
                result[(row * hidden) + i] = extremes[i] < 0 ? -values[i] : values[i];
        }

        return result;
    }
}
