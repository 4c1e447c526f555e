namespace MoECollab.HashedNGramEncoder.Factorising;

/// <summary>Eigenvalues and eigenvectors of a small symmetric matrix by cyclic Jacobi rotations (Golub and Van Loan, section 8.5).</summary>
internal static class SymmetricEigen
{
    private const int MostSweeps = 30;
    private const double Tolerance = 1e-10;

    /// <summary>Solves A = U·diag(λ)·Uᵀ.</summary>
    /// <param name="matrix">A, symmetric; overwritten.</param>
    /// <returns>Eigenvalues in descending order, and U as rows: <c>vectors[i]</c> belongs to <c>values[i]</c>.</returns>
    public static (double[] Values, double[][] Vectors) Solve(double[,] matrix)
    {
        var size = matrix.GetLength(0);
        double[][] rows = [.. Enumerable.Range(0, size).Select(i => Enumerable.Range(0, size).Select(j => matrix[i, j]).ToArray())];
        double[][] vectors = [.. Enumerable.Range(0, size).Select(i => Enumerable.Range(0, size).Select(j => i == j ? 1.0 : 0.0).ToArray())];
        var trace = Enumerable.Range(0, size).Sum(i => Math.Abs(rows[i][i]));
        for (var sweep = 0; sweep < MostSweeps; sweep++)
        {
            var largest = 0.0;
            for (var p = 0; p < size; p++)
            {
                for (var q = p + 1; q < size; q++)
                {
                    largest = Math.Max(largest, Math.Abs(rows[p][q]));
                    if (Math.Abs(rows[p][q]) > Tolerance * trace / size)
                        Rotate(rows, vectors, p, q);
                }
            }

            if (largest <= Tolerance * trace / size)
                break;
        }

        int[] order = [.. Enumerable.Range(0, size).OrderByDescending(i => rows[i][i]).ThenBy(i => i)];
        return ([.. order.Select(i => rows[i][i])], [.. order.Select(i => vectors[i])]);
    }

    private static void Rotate(double[][] rows, double[][] vectors, int p, int q)
    {
        var theta = (rows[q][q] - rows[p][p]) / (2 * rows[p][q]);
        var tangent = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        var cosine = 1 / Math.Sqrt((tangent * tangent) + 1);
        var sine = tangent * cosine;
        Combine(rows[p], rows[q], cosine, sine);
        foreach (var row in rows)
            (row[p], row[q]) = ((cosine * row[p]) - (sine * row[q]), (sine * row[p]) + (cosine * row[q]));
        Combine(vectors[p], vectors[q], cosine, sine);
    }

    private static void Combine(double[] first, double[] second, double cosine, double sine)
    {
        for (var i = 0; i < first.Length; i++)
            (first[i], second[i]) = ((cosine * first[i]) - (sine * second[i]), (sine * first[i]) + (cosine * second[i]));
    }
}
