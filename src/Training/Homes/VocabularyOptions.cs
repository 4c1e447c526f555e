using MoECollab.Text.Learning;
using MoECollab.Training.Fitting;

namespace MoECollab.Training.Homes;

/// <summary>How n-grams are counted for a shared vocabulary: the experts' own options decide, for it is they that read it.</summary>
internal static class VocabularyOptions
{
    private const int LongestWords = 8;
    private const int MostLead = 1000;
    private const int LongestCharacters = 16;
    private const int FewestBits = 4;
    private const int MostBits = 26;

    public static NGramLearning Read(IReadOnlyDictionary<string, string> options)
    {
        var usual = new NGramLearning();
        var scheme = usual.Scheme;
        var reader = new OptionReader(options);
        var learning = usual with
        {
            Scheme = scheme with
            {
                WordNGrams = reader.Integer("word-ngrams", scheme.WordNGrams, 0, LongestWords),
                LeadTokens = reader.Integer("lead-tokens", scheme.LeadTokens, 0, MostLead),
                ShapeTokens = reader.Integer("shape-tokens", scheme.ShapeTokens, 0, MostLead),
                CharMin = reader.Integer("char-min", scheme.CharMin, 1, LongestCharacters),
                CharMax = reader.Integer("char-max", scheme.CharMax, 0, LongestCharacters),
                Buckets = 1 << reader.Integer("bucket-bits", int.Log2(scheme.Buckets), FewestBits, MostBits),
            },
        };
        reader.ThrowIfFaulty();
        return learning;
    }
}
