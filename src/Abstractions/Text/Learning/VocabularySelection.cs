using System.Collections;

namespace MoECollab.Text.Learning;

/// <summary>Chooses the n-grams of a vocabulary by the number of texts that have them.</summary>
internal sealed class VocabularySelection
{
    private readonly int[] _frequencies;   // [buckets]
    private readonly BitArray _words;      // [buckets], buckets that a word n-gram fell into
    private readonly CountedTexts _texts;

    private VocabularySelection(CountedTexts texts, NGramWeighting weighting)
    {
        _texts = texts;
        _frequencies = new int[texts.Scheme.Buckets];
        _words = new BitArray(texts.Scheme.Buckets);
        float[] lengths = [weighting.Words, weighting.Lead, weighting.Characters];
        for (var text = 0; text < texts.Count; text++)
        {
            for (var kind = 0; kind < CountedTexts.Kinds; kind++)
            {
                if (lengths[kind] > 0)
                    Count(texts.Ids(text, kind), areWords: kind < CountedTexts.Kinds - 1);
            }
        }
    }

    public static NGramVocabulary Select(CountedTexts texts, NGramLearning learning) => new VocabularySelection(texts, learning.Weighting).Select(learning);

    private NGramVocabulary Select(NGramLearning learning)
    {
        var kept = new List<int>();
        for (var id = 0; id < _frequencies.Length; id++)
        {
            var least = _words[id] ? learning.MinimumWordTexts : learning.MinimumCharacterTexts;
            var keep = learning.Background is { } background
                ? _frequencies[id] > 0 && background.Find(id) >= 0
                : _frequencies[id] >= Math.Max(1, least);
            if (keep)
                kept.Add(id);
        }

        if (learning.MaximumNGrams > 0 && kept.Count > learning.MaximumNGrams)
            kept = [.. kept.OrderByDescending(id => _frequencies[id]).ThenBy(id => id).Take(learning.MaximumNGrams).Order()];
        float[] weights = [.. kept.Select(id => learning.Background is { } background ? background.Weights[background.Find(id)] : InverseFrequency(id))];
        return new NGramVocabulary(_texts.Scheme, learning.Weighting, kept.ToArray(), weights);
    }

    /// <summary>ln((1 + n) / (1 + df)) + 1: above zero also for what every text has.</summary>
    private float InverseFrequency(int id) => MathF.Log((1f + _texts.Count) / (1f + _frequencies[id])) + 1f;

    private void Count(ReadOnlySpan<int> ids, bool areWords)
    {
        foreach (var id in ids)
        {
            _frequencies[id]++;
            if (areWords)
                _words[id] = true;
        }
    }
}
