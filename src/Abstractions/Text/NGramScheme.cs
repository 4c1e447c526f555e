using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace MoECollab.Text;

/// <summary>
/// Which n-grams of a text are hashed into how many buckets. Weights trained on bucket ids mean something under this scheme only,
/// so whoever stores weights stores <see cref="Fingerprint"/> beside them and reads it back with <see cref="Parse"/>.
/// </summary>
/// <remarks>Immutable, compared by value, free to share between threads.</remarks>
public sealed partial record NGramScheme
{
    /// <summary>Version of tokenising and hashing: it changes whenever an equal text would give other ids.</summary>
    public const int Version = 1;

    /// <summary>The largest <see cref="LeadTokens"/>.</summary>
    internal const int MostLeadTokens = 1000;

    /// <summary>Longest word n-gram; 1 takes single words only, 0 none. 0 to 8, default 2.</summary>
    public int WordNGrams { get; init => field = InRange(value, 0, 8, nameof(WordNGrams)); } = 2;

    /// <summary>Shortest character n-gram, in code points, the word's boundary marks counted. 1 to 16, default 3; of no effect while <see cref="CharMax"/> is 0.</summary>
    public int CharMin { get; init => field = InRange(value, 1, 16, nameof(CharMin)); } = 3;

    /// <summary>Longest character n-gram, in code points; 0 (the default) takes none. 0 to 16.</summary>
    public int CharMax { get; init => field = InRange(value, 0, 16, nameof(CharMax)); }

    /// <summary>What character n-grams may not cross; by default the borders of a word. Of no effect while <see cref="CharMax"/> is 0.</summary>
    public CharacterSpan CharactersWithin { get; init; }

    /// <summary>
    /// How many tokens at the beginning of a text (a headline, a synopsis) give their word n-grams a second time, under ids of their own;
    /// 0 (the default) for none. 0 to 1000.
    /// </summary>
    public int LeadTokens { get; init => field = InRange(value, 0, MostLeadTokens, nameof(LeadTokens)); }

    /// <summary>
    /// Of how many chunks at the beginning of a text, as white space parts them, the shapes are read (capitals, small letters, digits, marks), one by one and in
    /// pairs; they stand among the word n-grams. 0 (the default) for none. 0 to 1000.
    /// </summary>
    public int ShapeTokens { get; init => field = InRange(value, 0, 1000, nameof(ShapeTokens)); }

    /// <summary>Number of buckets, a power of two from 2 to 2^30; default 2^18.</summary>
    public int Buckets { get; init => field = PowerOfTwo(value, nameof(Buckets)); } = 1 << 18;

    /// <summary>Whether punctuation marks and symbols are tokens; by default they are not.</summary>
    public Punctuation Punctuation { get; init; }

    /// <summary>The scheme in one short word, such as <c>ngram1-w2-c3-5-b18-d</c>, with <c>-l16</c> behind it where <see cref="LeadTokens"/> is 16, <c>-s24</c> where <see cref="ShapeTokens"/> is 24, and <c>x</c> instead of <c>c</c> where characters are read within chunks: equal schemes have equal fingerprints.</summary>
    public string Fingerprint => string.Create(
        CultureInfo.InvariantCulture,
        $"ngram{Version}-w{WordNGrams}-{(CharMax > 0 && CharactersWithin == CharacterSpan.Chunk ? 'x' : 'c')}{(CharMax == 0 ? 0 : CharMin)}-{CharMax}-b{BitOperations.Log2((uint)Buckets)}-{(Punctuation == Punctuation.Token ? 't' : 'd')}{(LeadTokens == 0 ? "" : $"-l{LeadTokens}")}{(ShapeTokens == 0 ? "" : $"-s{ShapeTokens}")}");

    /// <summary>Reads a scheme back from its <see cref="Fingerprint"/>.</summary>
    /// <param name="fingerprint">For example <c>ngram1-w2-c3-5-b18-d</c>.</param>
    /// <exception cref="FormatException">It is no fingerprint, or one of another <see cref="Version"/>.</exception>
    public static NGramScheme Parse(string fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        var match = Shape().Match(fingerprint);
        if (!match.Success)
            throw new FormatException($"'{fingerprint}' is no n-gram scheme. Expected the form ngram{Version}-w2-c3-5-b18-d.");
        int Number(string group) => match.Groups[group].Success ? int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture) : 0;
        if (Number("version") != Version)
            throw new FormatException($"'{fingerprint}' hashes text by version {Number("version")}; this build knows version {Version}. Train the weights anew.");

        try
        {
            return new NGramScheme
            {
                WordNGrams = Number("words"),
                CharMin = Number("max") == 0 ? 3 : Number("min"),
                CharMax = Number("max"),
                CharactersWithin = match.Groups["span"].Value == "x" ? CharacterSpan.Chunk : CharacterSpan.Word,
                LeadTokens = Number("lead"),
                ShapeTokens = Number("shapes"),
                Buckets = Number("bits") is > 0 and <= 30 ? 1 << Number("bits") : 0,
                Punctuation = match.Groups["marks"].Value == "t" ? Punctuation.Token : Punctuation.Dropped,
            };
        }
        catch (ArgumentOutOfRangeException fault)
        {
            throw new FormatException($"'{fingerprint}' is no usable n-gram scheme: {fault.Message}", fault);
        }
    }

    [GeneratedRegex("^ngram(?<version>[0-9]{1,4})-w(?<words>[0-9]{1,2})-(?<span>[cx])(?<min>[0-9]{1,2})-(?<max>[0-9]{1,2})-b(?<bits>[0-9]{1,2})-(?<marks>[dt])(-l(?<lead>[1-9][0-9]{0,3}))?(-s(?<shapes>[1-9][0-9]{0,3}))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();

    private static int InRange(int value, int least, int most, string name) =>
        value >= least && value <= most
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; expected {least} to {most}.");

    private static int PowerOfTwo(int value, string name) =>
        value is >= 2 and <= 1 << 30 && BitOperations.IsPow2(value)
            ? value
            : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; expected a power of two from 2 to 2^30.");
}
