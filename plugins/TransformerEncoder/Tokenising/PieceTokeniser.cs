using System.Globalization;
using System.Text.RegularExpressions;
using MoECollab.Text;

namespace MoECollab.TransformerEncoder.Tokenising;

/// <summary>
/// Cuts words into pieces of at most five code points and hashes each to a row of the embedding: related words share their beginning,
/// no word is unknown, and no vocabulary has to be learned or shipped. Immutable; calls may overlap.
/// </summary>
internal sealed partial class PieceTokeniser
{
    /// <summary>The id of padding.</summary>
    public const int Padding = 0;

    /// <summary>The id that begins every text, so that none is empty.</summary>
    public const int Begin = 1;

    private const int Version = 1;
    private const int Reserved = 2;
    private const int PieceLength = 5;
    private const ulong HashOffset = 14695981039346656037;   // FNV-1a, 64 bit
    private const ulong HashPrime = 1099511628211;
    private const ulong InsideSeed = 0x9E3779B97F4A7C15;     // a piece inside a word is another one than the same at its beginning

    private readonly int _pieces;
    private readonly int _length;

    /// <summary>Prepares a tokeniser.</summary>
    /// <param name="pieces">Rows for pieces, a power of two.</param>
    /// <param name="length">The longest input in ids.</param>
    public PieceTokeniser(int pieces, int length)
    {
        _pieces = pieces;
        _length = length;
    }

    /// <summary>Number of different ids.</summary>
    public int Size => _pieces + Reserved;

    /// <summary>The longest input in ids.</summary>
    public int Length => _length;

    /// <summary>All that decides the ids, such as <c>pieces1-l5-p16384-m64</c>.</summary>
    public string Fingerprint => string.Create(CultureInfo.InvariantCulture, $"pieces{Version}-l{PieceLength}-p{_pieces}-m{_length}");

    /// <summary>Reads a tokeniser back from its <see cref="Fingerprint"/>.</summary>
    /// <exception cref="FormatException">It is none, or one of another version.</exception>
    public static PieceTokeniser Parse(string fingerprint)
    {
        var match = Shape().Match(fingerprint);
        if (!match.Success)
            throw new FormatException($"'{fingerprint}' is no tokeniser of this build; expected pieces{Version}-l{PieceLength}-p<rows>-m<length>. Train the encoder anew.");
        return new PieceTokeniser(int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture));
    }

    /// <summary>The ids of a text, <see cref="Begin"/> first, at most <see cref="Length"/>.</summary>
    /// <param name="text">Any UTF-16 text.</param>
    public int[] Read(ReadOnlySpan<char> text)
    {
        Span<int> kept = stackalloc int[TokenReader.KeptCodePoints];
        var reader = new TokenReader(text, kept);
        var ids = new List<int>(_length) { Begin };
        while (ids.Count < _length && reader.Read())
        {
            var word = reader.CodePoints;
            for (var start = 0; start < word.Length && ids.Count < _length; start += PieceLength)
                ids.Add(Id(word[start..Math.Min(word.Length, start + PieceLength)], inside: start > 0));
        }

        return [.. ids];
    }

    private int Id(ReadOnlySpan<int> piece, bool inside)
    {
        var hash = inside ? HashOffset ^ InsideSeed : HashOffset;
        foreach (var point in piece)
            hash = (hash ^ (uint)point) * HashPrime;
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;   // the finaliser of MurmurHash3 spreads what FNV leaves uneven
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53;
        return Reserved + (int)((hash ^ (hash >> 33)) % (ulong)_pieces);
    }

    [GeneratedRegex("^pieces1-l5-p([0-9]{1,7})-m([0-9]{1,4})$", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
