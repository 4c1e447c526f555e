using MoECollab.Text;

namespace MoECollab.HashedNGramEncoder.Counting;

/// <summary>Turns texts into rows of weighted counts: tf·idf, each row of length 1 (Salton and Buckley 1988).</summary>
internal static class TextCounts
{
    /// <summary>Counts every text.</summary>
    /// <param name="texts">n texts.</param>
    /// <param name="scheme">The n-grams.</param>
    /// <param name="table">Rows and weights.</param>
    /// <param name="cancellation">Stops between two texts.</param>
    /// <returns>[n, rows of the table].</returns>
    public static SparseRows Of(IReadOnlyList<string> texts, NGramScheme scheme, RowTable table, CancellationToken cancellation)
    {
        var starts = new int[texts.Count + 1];
        var columns = new List<int>(texts.Count * 64);
        var values = new List<float>(texts.Count * 64);
        var extractor = new NGramExtractor(scheme);
        var found = new List<int>();
        var rows = RowTable.Invert(table.Buckets, scheme);
        for (var text = 0; text < texts.Count; text++)
        {
            cancellation.ThrowIfCancellationRequested();
            found.Clear();
            foreach (var bucket in extractor.Extract(texts[text]))
            {
                if (rows[bucket] >= 0)
                    found.Add(rows[bucket]);
            }

            found.Sort();
            Append(found, table.Weights, columns, values);
            starts[text + 1] = columns.Count;
        }

        return new SparseRows(table.Weights.Length, starts, [.. columns], [.. values]);
    }

    /// <summary>1 + ln(count): a word said twice is not twice as telling.</summary>
    /// <param name="count">At least 1.</param>
    public static float TermFrequency(int count) => count == 1 ? 1 : 1 + MathF.Log(count);

    private static void Append(List<int> sorted, float[] weights, List<int> columns, List<float> values)
    {
        var first = values.Count;
        var squares = 0.0;
        for (var at = 0; at < sorted.Count;)
        {
            var row = sorted[at];
            var count = 0;
            for (; at < sorted.Count && sorted[at] == row; at++)
                count++;
            var value = TermFrequency(count) * weights[row];
            columns.Add(row);
            values.Add(value);
            squares += value * value;
        }

        var scale = squares > 0 ? (float)(1 / Math.Sqrt(squares)) : 0;
        for (var entry = first; entry < values.Count; entry++)
            values[entry] *= scale;
    }
}
