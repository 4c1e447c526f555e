namespace MoECollab.Text.Learning;

/// <summary>Logits of sparse vectors.</summary>
internal static class MarginLogits
{
    /// <param name="rows">n vectors.</param>
    /// <param name="weights">W, [F, stride].</param>
    /// <param name="bias">b, [stride].</param>
    /// <param name="classes">C.</param>
    /// <returns>[n, C] row by row.</returns>
    public static float[] Of(SparseRows rows, float[] weights, float[] bias, int classes)
    {
        var logits = new float[rows.Count * classes];
        var scores = new float[bias.Length];
        for (var row = 0; row < rows.Count; row++)
        {
            bias.CopyTo(scores, 0);
            VectorMath.AddRows(scores, weights, rows.ColumnsOf(row), rows.ValuesOf(row));
            scores.AsSpan(0, classes).CopyTo(logits.AsSpan(row * classes));
        }

        return logits;
    }
}
