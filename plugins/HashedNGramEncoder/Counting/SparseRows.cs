namespace MoECollab.HashedNGramEncoder.Counting;

/// <summary>A sparse matrix, row by row (CSR).</summary>
/// <param name="Width">Number of columns.</param>
/// <param name="Starts">Where each row begins in <paramref name="Columns"/>; one more entry than rows.</param>
/// <param name="Columns">Column of each entry.</param>
/// <param name="Values">Value of each entry.</param>
internal sealed record SparseRows(int Width, int[] Starts, int[] Columns, float[] Values)
{
    /// <summary>Number of rows.</summary>
    public int Height => Starts.Length - 1;

    /// <summary>The same matrix by columns, entries of a column in the order of the rows.</summary>
    public SparseRows Transpose()
    {
        var starts = new int[Width + 1];
        foreach (var column in Columns)
            starts[column + 1]++;
        for (var column = 0; column < Width; column++)
            starts[column + 1] += starts[column];

        var next = starts[..Width];
        var columns = new int[Columns.Length];
        var values = new float[Values.Length];
        for (var row = 0; row < Height; row++)
        {
            for (var entry = Starts[row]; entry < Starts[row + 1]; entry++)
            {
                var at = next[Columns[entry]]++;
                columns[at] = row;
                values[at] = Values[entry];
            }
        }

        return new SparseRows(Height, starts, columns, values);
    }
}
