using System.Globalization;
using System.Text;

namespace MoECollab.Text;

/// <summary>
/// Reads the tokens of a text one after another, lower-cased, without allocating. Any UTF-16 is accepted: a surrogate without its
/// partner parts words as a space does, and so does U+FFFD, which a decoder leaves in its place; format characters (soft hyphen,
/// joiners) are skipped, and a code point of a script that is written without spaces (Han, kana, Thai, Lao, Khmer, Burmese) is a word
/// of its own. Text is not brought to a Unicode normal form.
/// </summary>
public ref struct TokenReader
{
    /// <summary>How many code points of a token are kept in <see cref="CodePoints"/>; <see cref="Hash"/> covers all of them.</summary>
    public const int KeptCodePoints = 64;

    private const ulong HashOffset = 14695981039346656037;   // FNV-1a, 64 bit, over code points instead of octets
    private const ulong HashPrime = 1099511628211;

    private readonly ReadOnlySpan<char> _text;
    private readonly Span<int> _kept;
    private int _position;
    private bool _parted;

    /// <summary>Starts at the beginning of a text.</summary>
    /// <param name="text">Any UTF-16 text, also an empty or a broken one.</param>
    /// <param name="kept">Room for the current token, at least <see cref="KeptCodePoints"/> elements.</param>
    /// <exception cref="ArgumentException"><paramref name="kept"/> is too short.</exception>
    public TokenReader(ReadOnlySpan<char> text, Span<int> kept)
    {
        if (kept.Length < KeptCodePoints)
            throw new ArgumentException($"The room for a token holds {kept.Length} code points; expected at least {KeptCodePoints}.", nameof(kept));
        _text = text;
        _kept = kept;
        _parted = true;
    }

    /// <summary>Hash of the current token's lower-cased code points: equal tokens have equal hashes, in every process and on every machine.</summary>
    public ulong Hash { get; private set; }

    /// <summary>Length of the current token in code points.</summary>
    public int Length { get; private set; }

    /// <summary>Whether the current token is a word or a symbol.</summary>
    public TokenKind Kind { get; private set; }

    /// <summary>Whether white space, or the beginning of the text, parts the current token from the one before it.</summary>
    internal bool BeginsChunk { get; private set; }

    /// <summary>The first <see cref="KeptCodePoints"/> lower-cased code points of the current token; overwritten by the next <see cref="Read"/>.</summary>
    public readonly ReadOnlySpan<int> CodePoints => _kept[..Math.Min(Length, KeptCodePoints)];

    /// <summary>Goes to the next token.</summary>
    /// <returns>False at the end of the text.</returns>
    public bool Read()
    {
        Length = 0;
        Hash = HashOffset;
        Kind = TokenKind.Word;
        BeginsChunk = _parted;
        _parted = false;
        while (_position < _text.Length)
        {
            var start = _position;
            var point = Next();
            if (point == Skipped)
                continue;
            if (point > 0)
            {
                Append(point);
                continue;
            }

            if (Length > 0)
            {
                // A mark or an ideograph behind a word is a token of its own, so it is read again next time.
                _position = point == Separator ? _position : start;
                _parted = point == Separator;
                return true;
            }

            if (point == Separator)
            {
                BeginsChunk = true;
                continue;
            }

            Kind = _symbol ? TokenKind.Symbol : TokenKind.Word;
            Append(-point);
            return true;
        }

        return Length > 0;
    }

    private const int Separator = 0;
    private const int Skipped = int.MinValue;

    private bool _symbol;

    /// <summary>The next code point, lower-cased, if it continues a word; negated if it is a token by itself.</summary>
    private int Next()
    {
        var unit = _text[_position];
        if (unit < Table.Length)
        {
            _position++;
            _symbol = true;
            return Table[unit];
        }

        Rune.DecodeFromUtf16(_text[_position..], out var rune, out var units);
        _position += units;
        return rune == Rune.ReplacementChar ? Separator : Classify(rune, out _symbol);
    }

    private static int Classify(Rune rune, out bool symbol)
    {
        symbol = false;
        switch (Rune.GetUnicodeCategory(rune))
        {
            case UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter:
                return Rune.ToLowerInvariant(rune).Value;
            case UnicodeCategory.LowercaseLetter:
                return rune.Value;
            case UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.DecimalDigitNumber
                or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber or UnicodeCategory.ConnectorPunctuation:
                return WrittenWithoutSpaces(rune.Value) ? -rune.Value : rune.Value;
            case UnicodeCategory.Format:
                return Skipped;
            case UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.Control or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned:
                return Separator;
            default:
                symbol = true;
                return -rune.Value;
        }
    }

    private void Append(int point)
    {
        if (Length < KeptCodePoints)
            _kept[Length] = point;
        Length++;
        Hash = (Hash ^ (uint)point) * HashPrime;
    }

    private static bool WrittenWithoutSpaces(int point) =>
        point is (>= 0x0E00 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF)
            or (>= 0x2E80 and <= 0x30FF and not (>= 0x3000 and <= 0x3004)) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF)
            or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);

    /// <summary>What <see cref="Next"/> answers for the first code points: those of Latin, Greek, Cyrillic, Hebrew and Arabic letters among them. None of them is a word by itself.</summary>
    private static readonly int[] Table = [.. Enumerable.Range(0, 0x800).Select(point => Classify(new Rune(point), out _))];
}
