using System.Text.Unicode;

namespace MoECollab.Text;

/// <summary>
/// Turns a text into the bucket ids of its hashed word and character n-grams, in one pass and without allocating once its buffers have grown.
/// </summary>
/// <remarks>
/// An instance keeps buffers and serves one thread at a time. An id stands once for every occurrence of its n-gram: counting is the
/// reader's business. Words longer than <see cref="TokenReader.KeptCodePoints"/> code points give character n-grams of their beginning only.
/// </remarks>
public sealed class NGramExtractor
{
    private const ulong OrderPrime = 0x9E3779B97F4A7C15;   // 2^64 over the golden ratio
    private const ulong LeadSeed = 0x165667B19E3779F9;
    private const ulong ShapeSeed = 0x94D049BB133111EB;
    private const int WordBegins = 0x110000;   // the two first values beyond Unicode
    private const int WordEnds = 0x110001;
    private const int LongestChunk = 256;

    private readonly int _wordNGrams;
    private readonly int _leadTokens;
    private readonly int _shapeTokens;
    private readonly int _charMin;
    private readonly int _charMax;
    private readonly int _shift;
    private readonly bool _symbols;
    private readonly bool _chunks;
    private readonly ulong[] _recent;
    private readonly int[] _token = new int[TokenReader.KeptCodePoints + 2 + CharacterHashes.Padding];
    private readonly int[] _chunk = new int[LongestChunk + 2 + CharacterHashes.Padding];   // a mark, then the code points so far, with room for a mark
    private int[] _ids = new int[256];
    private int[] _leadIds = new int[64];
    private int[] _characterIds = new int[256];
    private char[] _decoded = [];
    private int _wordCount;
    private int _leadCount;
    private int _characterCount;
    private int _chunkLength;

    /// <summary>Prepares to extract by a scheme.</summary>
    /// <param name="scheme">Which n-grams, and how many buckets.</param>
    /// <exception cref="ArgumentException">The scheme takes no n-grams at all, or its longest character n-gram is shorter than its shortest.</exception>
    public NGramExtractor(NGramScheme scheme)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        if (scheme is { WordNGrams: 0, CharMax: 0 })
            throw new ArgumentException("The scheme takes neither word nor character n-grams. Set WordNGrams or CharMax above 0.", nameof(scheme));
        if (scheme.CharMax > 0 && scheme.CharMax < scheme.CharMin)
            throw new ArgumentException($"CharMax is {scheme.CharMax} and below CharMin, {scheme.CharMin}. Raise CharMax, or set it to 0 for no character n-grams.", nameof(scheme));
        Scheme = scheme;
        _wordNGrams = scheme.WordNGrams;
        _leadTokens = scheme.LeadTokens;
        _shapeTokens = scheme.ShapeTokens;
        _charMin = scheme.CharMin;
        _charMax = scheme.CharMax;
        _shift = 64 - int.Log2(scheme.Buckets);
        _symbols = scheme.Punctuation == Punctuation.Token;
        _chunks = scheme.CharMax > 0 && scheme.CharactersWithin == CharacterSpan.Chunk;
        _recent = new ulong[Math.Max(1, _wordNGrams)];
    }

    /// <summary>The scheme of the ids.</summary>
    public NGramScheme Scheme { get; }

    /// <summary>The ids of the last text: word n-grams first, then those of the first tokens, then character n-grams, each in the order of the text. Valid until the next call.</summary>
    public ReadOnlySpan<int> Ids => _ids.AsSpan(0, _wordCount + _leadCount + _characterCount);

    /// <summary>The part of <see cref="Ids"/> that stands for word n-grams, and behind them for shapes (<see cref="NGramScheme.ShapeTokens"/>).</summary>
    public ReadOnlySpan<int> WordIds => _ids.AsSpan(0, _wordCount);

    /// <summary>The part of <see cref="Ids"/> that stands for word n-grams of the first <see cref="NGramScheme.LeadTokens"/> tokens.</summary>
    public ReadOnlySpan<int> LeadIds => _ids.AsSpan(_wordCount, _leadCount);

    /// <summary>The part of <see cref="Ids"/> that stands for character n-grams.</summary>
    public ReadOnlySpan<int> CharacterIds => _ids.AsSpan(_wordCount + _leadCount, _characterCount);

    /// <summary>Reads a text.</summary>
    /// <param name="text">Any UTF-16 text; broken surrogates part words.</param>
    /// <returns><see cref="Ids"/>: every element in [0, <see cref="NGramScheme.Buckets"/>), empty for a text without words. Valid until the next call.</returns>
    public ReadOnlySpan<int> Extract(ReadOnlySpan<char> text)
    {
        _wordCount = 0;
        _leadCount = 0;
        _characterCount = 0;
        _chunkLength = 0;
        var tokens = 0;
        var reader = new TokenReader(text, _token.AsSpan(1));
        while (reader.Read())
        {
            if (_chunks)
                Lengthen(reader.CodePoints, reader.BeginsChunk);
            if (reader.Kind == TokenKind.Word)
            {
                if (_charMax > 0 && !_chunks)
                    AddWordCharacters(reader.Length);
            }
            else if (!_symbols)
            {
                continue;
            }

            if (_wordNGrams > 0)
                AddWord(reader.Hash, tokens++);
        }

        FinishChunk();
        if (_shapeTokens > 0)
            AddShapes(text);
        Reserve(ref _ids, _wordCount, _leadCount + _characterCount);
        _leadIds.AsSpan(0, _leadCount).CopyTo(_ids.AsSpan(_wordCount));
        _characterIds.AsSpan(0, _characterCount).CopyTo(_ids.AsSpan(_wordCount + _leadCount));
        return Ids;
    }

    /// <summary>Reads a text in UTF-8: the ids are those of the string that <see cref="System.Text.Encoding.UTF8"/> would make of it, without the string.</summary>
    /// <param name="utf8">Any octets; what is no UTF-8 counts as U+FFFD, the longest beginning of a sequence once, and so parts words.</param>
    /// <returns><see cref="Ids"/>. Valid until the next call.</returns>
    public ReadOnlySpan<int> Extract(ReadOnlySpan<byte> utf8)
    {
        // Widening whole registers first costs a hundredth of what follows; a reader of octets would pay more at each code point.
        if (_decoded.Length < utf8.Length)
            _decoded = new char[Math.Max(utf8.Length, 2 * _decoded.Length)];
        Utf8.ToUtf16(utf8, _decoded, out _, out var length);
        return Extract(_decoded.AsSpan(0, length));
    }

    /// <summary>Adds the n-grams that end at this token.</summary>
    private void AddWord(ulong hash, int tokensBefore)
    {
        Reserve(ref _ids, _wordCount, _wordNGrams);
        Reserve(ref _leadIds, _leadCount, _wordNGrams);
        var leads = tokensBefore < _leadTokens;
        _recent[tokensBefore % _recent.Length] = hash;
        _ids[_wordCount++] = Bucket(hash);
        if (leads)
            _leadIds[_leadCount++] = Bucket(hash ^ LeadSeed);
        var longest = Math.Min(_wordNGrams - 1, tokensBefore);
        for (var back = 1; back <= longest; back++)
        {
            hash = (hash * OrderPrime) + _recent[(tokensBefore - back) % _recent.Length];
            _ids[_wordCount++] = Bucket(hash);
            if (leads)
                _leadIds[_leadCount++] = Bucket(hash ^ LeadSeed);
        }
    }

    /// <summary>Adds the shapes of the first chunks, and pairs of them, to the word n-grams.</summary>
    private void AddShapes(ReadOnlySpan<char> text)
    {
        var before = ShapeSeed;
        var reader = new ShapeReader(text);
        for (var at = 0; at < _shapeTokens && reader.Read(); at++)
        {
            Reserve(ref _ids, _wordCount, 2);
            _ids[_wordCount++] = Bucket(reader.Hash ^ ShapeSeed);
            _ids[_wordCount++] = Bucket((reader.Hash * OrderPrime) + before);
            before = reader.Hash ^ ShapeSeed;
        }
    }

    /// <summary>Adds the character n-grams of the word in the token buffer, which leaves one place for a mark at either end.</summary>
    private void AddWordCharacters(int length)
    {
        var kept = Math.Min(length, TokenReader.KeptCodePoints);
        _token[0] = WordBegins;
        var end = kept + 1;
        if (kept == length)
            _token[end++] = WordEnds;
        AddCharacters(_token, end);
    }

    /// <summary>Puts a token behind the chunk that it is written to.</summary>
    private void Lengthen(ReadOnlySpan<int> points, bool begins)
    {
        if (begins || _chunkLength + points.Length > LongestChunk)
            FinishChunk();
        points.CopyTo(_chunk.AsSpan(1 + _chunkLength));
        _chunkLength += points.Length;
    }

    private void FinishChunk()
    {
        if (_chunkLength == 0)
            return;
        _chunk[0] = WordBegins;
        _chunk[_chunkLength + 1] = WordEnds;
        AddCharacters(_chunk, _chunkLength + 2);
        _chunkLength = 0;
    }

    private void AddCharacters(ReadOnlySpan<int> points, int length)
    {
        Reserve(ref _characterIds, _characterCount, (length * (_charMax - _charMin + 1)) + CharacterHashes.Slack);
        _characterCount += CharacterHashes.Write(points, length, _charMin, _charMax, _shift, _characterIds.AsSpan(_characterCount));
    }

    private int Bucket(ulong hash) => CharacterHashes.Bucket(hash, _shift);

    private static void Reserve(ref int[] buffer, int used, int more)
    {
        if (used + more > buffer.Length)
            Array.Resize(ref buffer, Math.Max(used + more, 2 * buffer.Length));
    }
}
