using System.Runtime.CompilerServices;

namespace MoECollab.Text.Learning;

/// <summary>Sparse vectors, one a text: <c>Values[j]</c> at <c>Columns[j]</c> for j from <c>Starts[i]</c> up to <c>Starts[i + 1]</c>.</summary>
internal sealed record SparseRows(int[] Starts, int[] Columns, float[] Values)
{
    public int Count => Starts.Length - 1;

    public ReadOnlySpan<int> ColumnsOf(int row) => Columns.AsSpan(Starts[row], Starts[row + 1] - Starts[row]);

    public ReadOnlySpan<float> ValuesOf(int row) => Values.AsSpan(Starts[row], Starts[row + 1] - Starts[row]);

    /// <summary>Weighs texts by a vocabulary, exactly as <see cref="NGramVectorizer"/> does.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="chosen">Which of them, in the order of the rows.</param>
    /// <param name="vocabulary">Which n-grams, and their weights.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static SparseRows From(CountedTexts texts, ReadOnlySpan<int> chosen, NGramVocabulary vocabulary)
    {
        var starts = new int[chosen.Length + 1];
        var columns = new List<int>();
        var values = new List<float>();
        float[] lengths = [vocabulary.Weighting.Words, vocabulary.Weighting.Lead, vocabulary.Weighting.Characters];
        for (var row = 0; row < chosen.Length; row++)
        {
            for (var kind = 0; kind < CountedTexts.Kinds; kind++)
                Append(texts.Ids(chosen[row], kind), texts.Counts(chosen[row], kind), vocabulary, lengths[kind], columns, values);
            starts[row + 1] = columns.Count;
        }

        return new SparseRows(starts, [.. columns], [.. values]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Append(ReadOnlySpan<int> ids, ReadOnlySpan<byte> counts, NGramVocabulary vocabulary, float length, List<int> columns, List<float> values)
    {
        if (length == 0)
            return;
        var first = values.Count;
        var squares = 0f;
        for (var at = 0; at < ids.Length; at++)
        {
            var row = vocabulary.Find(ids[at]);
            if (row < 0)
                continue;
            var value = (1f + MathF.Log(counts[at])) * vocabulary.Weights[row];
            columns.Add(row);
            values.Add(value);
            squares += value * value;
        }

        var scale = squares > 0 ? length / MathF.Sqrt(squares) : 0f;
        for (var at = first; at < values.Count; at++)
            values[at] *= scale;
    }
}
