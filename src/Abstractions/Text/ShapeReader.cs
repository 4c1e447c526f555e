using System.Globalization;
using System.Text;

namespace MoECollab.Text;

/// <summary>
/// Reads the shapes of what white space parts: capitals, small letters, digits and others are told apart, each run of a kind counts once, and marks stand for
/// themselves, so that <c>Paris,</c> and <c>London,</c> have one shape, <c>iPhone</c> and <c>U.S.</c> others. It is what lower-casing loses: where a text comes from.
/// </summary>
internal ref struct ShapeReader(ReadOnlySpan<char> text)
{
    private const ulong HashOffset = 14695981039346656037;   // FNV-1a, 64 bit, over kinds and marks
    private const ulong HashPrime = 1099511628211;
    private const int Separator = 0;
    private const int Skipped = -1;
    private const int Capital = 'A';
    private const int Small = 'a';
    private const int Digit = '0';
    private const int Other = 0x110000;   // beyond Unicode

    private readonly ReadOnlySpan<char> _text = text;
    private int _position;

    /// <summary>Hash of the current shape.</summary>
    public ulong Hash { get; private set; }

    /// <summary>Goes to the next shape.</summary>
    /// <returns>False at the end of the text.</returns>
    public bool Read()
    {
        Hash = HashOffset;
        var last = Separator;
        while (_position < _text.Length)
        {
            var kind = Next();
            if (kind == Skipped)
                continue;
            if (kind == Separator)
            {
                if (last != Separator)
                    return true;
                continue;
            }

            if (kind != last)
                Hash = (Hash ^ (uint)kind) * HashPrime;
            last = kind;
        }

        return last != Separator;
    }

    private int Next()
    {
        var unit = _text[_position];
        if (unit < Ascii.Length)
        {
            _position++;
            return Ascii[unit];
        }

        Rune.DecodeFromUtf16(_text[_position..], out var rune, out var units);
        _position += units;
        return rune == Rune.ReplacementChar ? Separator : Classify(rune);
    }

    private static int Classify(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter => Capital,
        UnicodeCategory.LowercaseLetter => Small,
        UnicodeCategory.DecimalDigitNumber => Digit,
        UnicodeCategory.Format => Skipped,
        UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.Control or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => Separator,
        _ => Other,
    };

    private static readonly int[] Ascii = [.. Enumerable.Range(0, 128).Select(point => (char)point switch
    {
        >= 'A' and <= 'Z' => Capital,
        >= 'a' and <= 'z' => Small,
        >= '0' and <= '9' => Digit,
        <= ' ' or (char)127 => Separator,
        _ => point,
    })];
}
