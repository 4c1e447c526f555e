using System.Numerics;

namespace MoECollab.Text;

/// <summary>
/// The n-grams of one text under one scheme, each once with 1 + ln of its occurrences, kept until the thread reads another text: the gate and
/// several experts of a mixture read the same text one after the other, and most of them hash it alike.
/// </summary>
/// <remarks>Serves the thread that asked for it. What it gives depends on text and scheme alone, never on what was read before.</remarks>
internal sealed class CountedNGrams
{
    private const int KeptSchemes = 4;
    private const int LongestKeptText = 1 << 16;   // in UTF-16 units; longer ones are read anew, so that no thread keeps megabytes

    [ThreadStatic]
    private static CountedNGrams?[]? _ofThread;
    [ThreadStatic]
    private static int _replaced;

    private static readonly float[] Logarithms = [.. Enumerable.Range(0, 64).Select(count => count == 0 ? 0f : 1f + MathF.Log(count))];

    private readonly NGramExtractor _extractor;
    private int[] _ids = new int[256];
    private int[] _occurrences = new int[256];
    private float[] _terms = new float[256];
    private int[] _table = new int[512];   // position + 1 of an id at its hash or the next free place
    private int _words;
    private int _lead;
    private int _count;
    private char[] _text = [];
    private int _length = -1;

    private CountedNGrams(NGramScheme scheme) => _extractor = new NGramExtractor(scheme);

    /// <summary>The distinct ids of word n-grams, in the order of their first occurrence, with 1 + ln of how often each occurs. Valid until this thread reads another text.</summary>
    public Kind Words => new(_ids.AsSpan(0, _words), _terms.AsSpan(0, _words));

    /// <summary>Those of the first tokens.</summary>
    public Kind Lead => new(_ids.AsSpan(_words, _lead), _terms.AsSpan(_words, _lead));

    /// <summary>Those of characters.</summary>
    public Kind Characters => new(_ids.AsSpan(_words + _lead, _count - _words - _lead), _terms.AsSpan(_words + _lead, _count - _words - _lead));

    /// <summary>How many ids there are, all kinds together.</summary>
    public int Count => _count;

    /// <summary>Reads a text, or finds it read.</summary>
    /// <param name="text">Any UTF-16 text.</param>
    /// <param name="scheme">Which n-grams.</param>
    public static CountedNGrams Of(ReadOnlySpan<char> text, NGramScheme scheme)
    {
        var counted = OfThread(scheme);
        if (counted._length != text.Length || !text.SequenceEqual(counted._text.AsSpan(0, counted._length)))
            counted.Read(text);
        return counted;
    }

    private static CountedNGrams OfThread(NGramScheme scheme)
    {
        var all = _ofThread ??= new CountedNGrams?[KeptSchemes];
        foreach (var counted in all)
        {
            if (counted is not null && (ReferenceEquals(counted._extractor.Scheme, scheme) || counted._extractor.Scheme.Equals(scheme)))
                return counted;
        }

        _replaced = (_replaced + 1) % KeptSchemes;
        return all[_replaced] = new CountedNGrams(scheme);
    }

    private void Read(ReadOnlySpan<char> text)
    {
        _length = -1;
        var most = _extractor.Extract(text).Length;
        if (_ids.Length < most)
        {
            _ids = new int[2 * most];
            _occurrences = new int[2 * most];
            _terms = new float[2 * most];
        }

        _count = 0;
        Add(_extractor.WordIds);
        _words = _count;
        Add(_extractor.LeadIds);
        _lead = _count - _words;
        Add(_extractor.CharacterIds);
        for (var at = 0; at < _count; at++)
            _terms[at] = _occurrences[at] < Logarithms.Length ? Logarithms[_occurrences[at]] : 1f + MathF.Log(_occurrences[at]);
        Keep(text);
    }

    private void Keep(ReadOnlySpan<char> text)
    {
        if (text.Length > LongestKeptText)
            return;
        if (_text.Length < text.Length)
            _text = new char[2 * text.Length];
        text.CopyTo(_text);
        _length = text.Length;
    }

    private void Add(ReadOnlySpan<int> ids)
    {
        if (ids.IsEmpty)
            return;
        var places = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(64, 4 * ids.Length));
        if (_table.Length < places)
            _table = new int[places];
        var table = _table.AsSpan(0, places);
        table.Clear();
        var shift = 32 - BitOperations.Log2((uint)places);
        var count = _count;
        foreach (var id in ids)
        {
            var place = (int)((uint)id * 2654435769u >> shift);
            while (table[place] != 0 && _ids[table[place] - 1] != id)
                place = (place + 1) & (places - 1);

            // Whether an n-gram is a new one is as good as chance, so both cases take the same steps.
            var before = table[place];
            var isNew = before == 0 ? 1 : 0;
            var at = before - 1 + (isNew * (count + 1));
            _ids[at] = id;
            _occurrences[at] = (_occurrences[at] * (1 - isNew)) + 1;
            table[place] = at + 1;
            count += isNew;
        }

        _count = count;
    }

    /// <summary>The n-grams of one kind.</summary>
    /// <param name="ids">Bucket ids, each once.</param>
    /// <param name="terms">1 + ln of the occurrences of each.</param>
    public readonly ref struct Kind(ReadOnlySpan<int> ids, ReadOnlySpan<float> terms)
    {
        /// <summary>Bucket ids, each once.</summary>
        public ReadOnlySpan<int> Ids { get; } = ids;

        /// <summary>1 + ln of the occurrences of each.</summary>
        public ReadOnlySpan<float> Terms { get; } = terms;
    }
}
