using System.Globalization;
using MoECollab.Errors;
using MoECollab.Text;

namespace MoECollab.HashedNGramEncoder;

/// <summary>What a training of this encoder can be told (<c>--set name=value</c>).</summary>
internal sealed record HashedNGramOptions
{
    /// <summary><c>hidden</c>: d, the length of a hidden vector; 1 to 4096, default 256.</summary>
    public int Hidden { get; init; } = 256;

    /// <summary><c>scheme</c>: the n-grams, as <see cref="NGramScheme.Fingerprint"/> writes them.</summary>
    public NGramScheme Scheme { get; init; } = new() { WordNGrams = 2, CharMin = 4, CharMax = 4, Buckets = 1 << 20 };

    /// <summary><c>character-weight</c>: what a character n-gram counts beside a word n-gram; 0 to 1, default 0.4.</summary>
    public double CharacterWeight { get; init; } = 0.4;

    /// <summary><c>rows</c>: at most this many buckets, the most frequent ones, get a vector; 1 to 4,194,304, default 32,768.</summary>
    public int Rows { get; init; } = 1 << 15;

    /// <summary><c>least-texts</c>: a bucket needs to occur in this many texts; at least 1, default 3.</summary>
    public int LeastTexts { get; init; } = 3;

    /// <summary><c>texts</c>: at most this many texts, drawn by the seed, are factorised; at least 1, default 60,000.</summary>
    public int Texts { get; init; } = 60_000;

    /// <summary><c>rounds</c>: power iterations; 1 to 20, default 2.</summary>
    public int Rounds { get; init; } = 2;

    /// <summary><c>whitening</c>: α in V·Σ^−α; 0 keeps the spectrum of the texts, 1 makes all directions equally long. 0 to 1, default 0.5.</summary>
    public double Whitening { get; init; } = 0.5;

    /// <summary>Reads what the user set; what is absent keeps its default.</summary>
    /// <param name="options">Names without case.</param>
    /// <exception cref="MoECollabException">A value is not usable; all of them are named.</exception>
    public static HashedNGramOptions Read(IReadOnlyDictionary<string, string> options)
    {
        var faults = new List<string>();
        var known = new HashedNGramOptions();
        var result = known with
        {
            Hidden = Whole(options, "hidden", known.Hidden, 1, 4096, faults),
            Scheme = ReadScheme(options, known.Scheme, faults),
            Rows = Whole(options, "rows", known.Rows, 1, 1 << 22, faults),
            LeastTexts = Whole(options, "least-texts", known.LeastTexts, 1, int.MaxValue, faults),
            Texts = Whole(options, "texts", known.Texts, 1, int.MaxValue, faults),
            Rounds = Whole(options, "rounds", known.Rounds, 1, 20, faults),
            CharacterWeight = Fraction(options, "character-weight", known.CharacterWeight, faults),
            Whitening = Fraction(options, "whitening", known.Whitening, faults),
        };
        foreach (var name in options.Keys.Except(Names, StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal))
            faults.Add($"'{name}' is no option of this encoder; expected {string.Join(", ", Names)}.");
        return faults.Count == 0 ? result : throw new MoECollabException("options-invalid", string.Join(" ", faults));
    }

    private static readonly string[] Names = ["hidden", "scheme", "rows", "least-texts", "texts", "rounds", "character-weight", "whitening"];

    private static NGramScheme ReadScheme(IReadOnlyDictionary<string, string> options, NGramScheme otherwise, List<string> faults)
    {
        if (!options.TryGetValue("scheme", out var text))
            return otherwise;
        try
        {
            return NGramScheme.Parse(text);
        }
        catch (FormatException fault)
        {
            faults.Add($"'scheme': {fault.Message}");
            return otherwise;
        }
    }

    private static int Whole(IReadOnlyDictionary<string, string> options, string name, int otherwise, int least, int most, List<string> faults)
    {
        if (!options.TryGetValue(name, out var text))
            return otherwise;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        faults.Add($"'{name}' is '{text}'; expected a whole number from {least} to {most}.");
        return otherwise;
    }

    private static double Fraction(IReadOnlyDictionary<string, string> options, string name, double otherwise, List<string> faults)
    {
        if (!options.TryGetValue(name, out var text))
            return otherwise;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 1)
            return value;
        faults.Add($"'{name}' is '{text}'; expected a number from 0 to 1, with a point.");
        return otherwise;
    }
}
