using System.Numerics;

namespace MoECollab.Text;

/// <summary>
/// Turns a text into a sparse vector over a vocabulary: (1 + ln count) · weight for each n-gram, each kind of n-gram brought to its
/// length in <see cref="NGramVocabulary.Weighting"/> (Salton and Buckley 1988, "ltc" weighting by kind).
/// </summary>
/// <remarks>An instance keeps buffers, serves one thread at a time, and allocates nothing once they have grown.</remarks>
public sealed class NGramVectorizer
{
    private readonly NGramVocabulary _vocabulary;
    private readonly NGramExtractor _extractor;
    private int[] _rows = new int[256];
    private float[] _values = new float[256];
    private int[] _table = new int[512];   // position + 1 of a row at its hash or the next free place
    private int _count;

    /// <summary>Prepares to read texts.</summary>
    /// <param name="vocabulary">What is known of n-grams.</param>
    public NGramVectorizer(NGramVocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        _vocabulary = vocabulary;
        _extractor = new NGramExtractor(vocabulary.Scheme);
    }

    /// <summary>The rows of the vocabulary that the last text has, each once. Valid until the next call.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, _count);

    /// <summary>Their values, parallel to <see cref="Rows"/>.</summary>
    public ReadOnlySpan<float> Values => _values.AsSpan(0, _count);

    /// <summary>Reads a text into <see cref="Rows"/> and <see cref="Values"/>.</summary>
    /// <param name="text">Any UTF-16 text.</param>
    public void Read(ReadOnlySpan<char> text)
    {
        _count = 0;
        var length = _extractor.Extract(text).Length;
        if (_rows.Length < length)
        {
            _rows = new int[2 * length];
            _values = new float[2 * length];
        }

        Add(_extractor.WordIds, _vocabulary.Weighting.Words);
        Add(_extractor.LeadIds, _vocabulary.Weighting.Lead);
        Add(_extractor.CharacterIds, _vocabulary.Weighting.Characters);
    }

    private void Add(ReadOnlySpan<int> ids, float length)
    {
        if (ids.IsEmpty || length == 0)
            return;
        var first = _count;
        Count(ids);
        var weights = _vocabulary.Weights;
        var squares = 0f;
        for (var at = first; at < _count; at++)
        {
            var value = (1f + MathF.Log(_values[at])) * weights[_rows[at]];
            _values[at] = value;
            squares += value * value;
        }

        var scale = squares > 0 ? length / MathF.Sqrt(squares) : 0f;
        for (var at = first; at < _count; at++)
            _values[at] *= scale;
    }

    /// <summary>Appends the rows of these ids, each once, with the number of its occurrences as value.</summary>
    private void Count(ReadOnlySpan<int> ids)
    {
        var places = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(64, 2 * ids.Length));
        if (_table.Length < places)
            _table = new int[places];
        var table = _table.AsSpan(0, places);
        table.Clear();
        var shift = 32 - BitOperations.Log2((uint)places);
        foreach (var id in ids)
        {
            var row = _vocabulary.Find(id);
            if (row < 0)
                continue;
            var place = (int)((uint)row * 2654435769u >> shift);
            while (table[place] != 0 && _rows[table[place] - 1] != row)
                place = (place + 1) & (places - 1);
            if (table[place] == 0)
            {
                _rows[_count] = row;
                _values[_count++] = 0f;
                table[place] = _count;
            }

            _values[table[place] - 1]++;
        }
    }
}
