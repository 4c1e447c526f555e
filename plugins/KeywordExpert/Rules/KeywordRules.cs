using MoECollab.Text;

namespace MoECollab.KeywordExpert.Rules;

/// <summary>
/// Words and phrases with a weight for a class. p_c = (α + Σ weights of the matches of c) / (C·α + Σ weights of all matches):
/// additive smoothing (Lidstone), so a text without a match is uniform. Immutable; calls may overlap.
/// </summary>
internal sealed class KeywordRules
{
    private const ulong PhrasePrime = 0x9E3779B97F4A7C15;
    private const int MostWords = 8;

    private readonly Dictionary<ulong, List<(int Class, double Weight)>> _phrases = [];
    private readonly double _smoothing;
    private int _longest = 1;

    /// <summary>Starts without a rule.</summary>
    /// <param name="labels">C labels.</param>
    /// <param name="smoothing">α, above 0.</param>
    public KeywordRules(IReadOnlyList<string> labels, double smoothing)
    {
        Labels = labels;
        _smoothing = smoothing;
    }

    /// <summary>The classes.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Adds a rule.</summary>
    /// <param name="label">Index of the class.</param>
    /// <param name="phrase">One to eight words; case does not count.</param>
    /// <param name="weight">Above 0.</param>
    /// <exception cref="ArgumentException">The phrase has no word, or too many.</exception>
    public void Add(int label, string phrase, double weight)
    {
        Span<int> kept = stackalloc int[TokenReader.KeptCodePoints];
        var reader = new TokenReader(phrase, kept);
        var (key, words) = (0UL, 0);
        for (; reader.Read(); words++)
            key = Extend(key, reader.Hash);
        if (words is 0 or > MostWords)
            throw new ArgumentException($"'{phrase}' has {words} words; expected 1 to {MostWords}.", nameof(phrase));
        _longest = Math.Max(_longest, words);
        if (!_phrases.TryGetValue(key, out var rules))
            _phrases[key] = rules = [];
        rules.Add((label, weight));
    }

    /// <summary>Class probabilities of a text; every occurrence of a word or phrase counts.</summary>
    /// <param name="text">The text.</param>
    /// <param name="probabilities">Receives [C], summing to 1.</param>
    public void Run(ReadOnlySpan<char> text, Span<float> probabilities)
    {
        Span<double> evidence = Labels.Count <= 256 ? stackalloc double[Labels.Count] : new double[Labels.Count];
        evidence.Fill(_smoothing);
        Span<int> kept = stackalloc int[TokenReader.KeptCodePoints];
        Span<ulong> recent = stackalloc ulong[MostWords];   // keys of the phrases that began at each of the last words
        var reader = new TokenReader(text, kept);
        for (var word = 0; reader.Read(); word++)
        {
            recent[word % MostWords] = 0;
            for (var back = 0; back < Math.Min(_longest, word + 1); back++)
            {
                ref var key = ref recent[(word - back) % MostWords];
                key = Extend(key, reader.Hash);
                if (!_phrases.TryGetValue(key, out var rules))
                    continue;
                foreach (var (label, weight) in rules)
                    evidence[label] += weight;
            }
        }

        var total = 0.0;
        foreach (var value in evidence)
            total += value;
        for (var label = 0; label < evidence.Length; label++)
            probabilities[label] = (float)(evidence[label] / total);
    }

    private static ulong Extend(ulong key, ulong word) => (key * PhrasePrime) + word + 1;
}
