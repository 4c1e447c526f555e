using System.Collections;
using System.Runtime.CompilerServices;

namespace MoECollab.Text.Learning;

/// <summary>Chooses the n-grams of a vocabulary by the number of texts that have them.</summary>
internal sealed class VocabularySelection
{
    private readonly int[] _frequencies;   // [buckets]
    private readonly BitArray _words;      // [buckets], buckets that a word n-gram fell into
    private readonly CountedTexts _texts;
    private readonly int _count;

    private VocabularySelection(CountedTexts texts, ReadOnlySpan<int> chosen, NGramWeighting weighting)
    {
        _texts = texts;
        _count = chosen.Length;
        _frequencies = new int[texts.Scheme.Buckets];
        _words = new BitArray(texts.Scheme.Buckets);
        float[] lengths = [weighting.Words, weighting.Lead, weighting.Characters];
        foreach (var text in chosen)
        {
            for (var kind = 0; kind < CountedTexts.Kinds; kind++)
            {
                if (lengths[kind] > 0)
                    Count(texts.Ids(text, kind), areWords: kind < CountedTexts.Kinds - 1);
            }
        }
    }

    /// <param name="texts">The texts.</param>
    /// <param name="chosen">Which of them count.</param>
    /// <param name="learning">What is kept.</param>
    public static NGramVocabulary Select(CountedTexts texts, ReadOnlySpan<int> chosen, NGramLearning learning) =>
        new VocabularySelection(texts, chosen, learning.Weighting).Select(learning);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
    private float InverseFrequency(int id) => MathF.Log((1f + _count) / (1f + _frequencies[id])) + 1f;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
