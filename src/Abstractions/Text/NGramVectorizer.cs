namespace MoECollab.Text;

/// <summary>
/// Turns a text into a sparse vector over a vocabulary: (1 + ln count) · weight for each n-gram, each kind of n-gram brought to its
/// length in <see cref="NGramVocabulary.Weighting"/> (Salton and Buckley 1988, "ltc" weighting by kind).
/// </summary>
/// <remarks>An instance keeps buffers, serves one thread at a time, and allocates nothing once they have grown.</remarks>
public sealed class NGramVectorizer
{
    private readonly NGramVocabulary _vocabulary;
    private int[] _rows = new int[256];
    private float[] _values = new float[256];
    private int[] _found = new int[256];
    private int _count;

    /// <summary>Prepares to read texts.</summary>
    /// <param name="vocabulary">What is known of n-grams.</param>
    public NGramVectorizer(NGramVocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        _vocabulary = vocabulary;
    }

    /// <summary>The rows of the vocabulary that the last text has, each once. Valid until the next call.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, _count);

    /// <summary>Their values, parallel to <see cref="Rows"/>.</summary>
    public ReadOnlySpan<float> Values => _values.AsSpan(0, _count);

    /// <summary>Reads a text into <see cref="Rows"/> and <see cref="Values"/>.</summary>
    /// <param name="text">Any UTF-16 text.</param>
    public void Read(ReadOnlySpan<char> text) => Read(text, new WeightTable(_vocabulary.Weights, 1, 0));

    /// <summary>The same, with the vocabulary's weights from a table that is going to be read anyway: one fetch then brings both.</summary>
    /// <param name="text">Any UTF-16 text.</param>
    /// <param name="table">Has them in one of its columns.</param>
    internal void Read(ReadOnlySpan<char> text, WeightTable table)
    {
        _count = 0;
        var counted = CountedNGrams.Of(text, _vocabulary.Scheme);
        if (_rows.Length < counted.Count)
        {
            _rows = new int[2 * counted.Count];
            _values = new float[2 * counted.Count];
            _found = new int[2 * counted.Count];
        }

        Add(counted.Words, _vocabulary.Weighting.Words, table);
        Add(counted.Lead, _vocabulary.Weighting.Lead, table);
        Add(counted.Characters, _vocabulary.Weighting.Characters, table);
    }

    private void Add(CountedNGrams.Kind kind, float length, WeightTable table)
    {
        if (kind.Ids.IsEmpty || length == 0)
            return;
        var first = _count;
        Find(kind, table);
        var rows = _rows.AsSpan(first, _count - first);
        var values = _values.AsSpan(first, rows.Length);
        var squares = 0f;
        for (var at = 0; at < rows.Length; at++)
        {
            var value = values[at] * table[rows[at]];
            values[at] = value;
            squares += value * value;
        }

        var scale = squares > 0 ? length / MathF.Sqrt(squares) : 0f;
        for (var at = 0; at < values.Length; at++)
            values[at] *= scale;
    }

    /// <summary>
    /// Appends the rows of those that the vocabulary has, and asks for them: the table is larger than the near caches, and which rows a text reads is
    /// known before they are read. Whether there is one is as good as chance, so the loop advances without asking.
    /// </summary>
    private void Find(CountedNGrams.Kind kind, WeightTable table)
    {
        var ids = kind.Ids;
        var terms = kind.Terms[..ids.Length];
        var rows = _rows.AsSpan(_count, ids.Length);
        var values = _values.AsSpan(_count, ids.Length);
        var all = _found.AsSpan(0, ids.Length);
        _vocabulary.Find(ids, all);
        var found = 0;
        for (var at = 0; at < all.Length; at++)
        {
            var row = all[at];
            rows[found] = row;
            values[found] = terms[at];
            table.Prefetch(Math.Max(0, row));
            found += (int)((uint)~row >> 31);
        }

        _count += found;
    }
}
