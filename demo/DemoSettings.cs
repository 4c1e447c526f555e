using MoECollab.Text;
using MoECollab.Text.Learning;

namespace MoECollab.Demo;

/// <summary>What the demo trains with, chosen on validation rows (docs/ngram.md says how); experts and monolith share all of it.</summary>
internal static class DemoSettings
{
    /// <summary>The plugin whose assembly goes into every expert's package.</summary>
    public const string ExpertPlugin = "ngram";

    public const string EncoderPlugin = "hashed-ngram";

    public const string EncoderId = "words";

    public const string GateId = "gate";

    public const string Version = "1.0.0";

    /// <summary>The scorer of the gate: n-grams of its own.</summary>
    public const string Scorer = "ngram";

    /// <summary>Experts that answer each input.</summary>
    public const string Kept = "3";

    /// <summary>Counts towards the key under which finished parts are kept: raise it when a setting changes.</summary>
    public const int Revision = 5;

    /// <summary>Which n-grams the shared vocabulary counts.</summary>
    public static NGramLearning Features { get; } = new()
    {
        Scheme = new NGramScheme { WordNGrams = 2, LeadTokens = 16, CharMin = 3, CharMax = 5, Buckets = 1 << 22, Punctuation = Punctuation.Token },
        Weighting = new NGramWeighting(),
        MinimumCharacterTexts = 3,
    };

    /// <summary>Options of the experts and of the monolith; linear models alone, since the size of one is what it keeps n-grams for.</summary>
    /// <param name="vocabulary">The shared vocabulary: n-grams of all training texts, counted without labels.</param>
    public static Dictionary<string, string> Learner(string vocabulary) => new(StringComparer.OrdinalIgnoreCase) { ["max-ngrams"] = "50000", ["background"] = vocabulary, ["vocabulary"] = "background", ["strengths"] = "0.5;1;2", ["ratios"] = "0", ["held-out"] = "0", ["model"] = "linear" };

    /// <summary>Options of the gate.</summary>
    /// <param name="vocabulary">The shared vocabulary.</param>
    public static Dictionary<string, string> Gate(string vocabulary) => new(StringComparer.OrdinalIgnoreCase) { ["k"] = Kept, ["max-ngrams"] = "100000", ["background"] = vocabulary };
}
