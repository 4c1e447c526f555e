using System.Collections.Concurrent;

namespace MoECollab.NGramExpert.Models;

/// <summary>The mean of a linear classifier's probabilities and an embedding's, (1 − s) p + s q. Immutable; calls may overlap.</summary>
/// <param name="linear">p.</param>
/// <param name="embedding">q.</param>
/// <param name="share">s, above 0 and below 1.</param>
internal sealed class EnsembleModel(INGramModel linear, INGramModel embedding, float share) : INGramModel
{
    private readonly ConcurrentBag<float[]> _free = [];

    public int Classes => linear.Classes;

    public long ParameterCount => linear.ParameterCount + embedding.ParameterCount;

    public long WeightBytes => linear.WeightBytes + embedding.WeightBytes;

    public void Probabilities(ReadOnlySpan<char> text, Span<float> probabilities)
    {
        var others = _free.TryTake(out var free) ? free : new float[Classes];
        embedding.Probabilities(text, others);
        linear.Probabilities(text, probabilities);
        for (var its = 0; its < Classes; its++)
            probabilities[its] += share * (others[its] - probabilities[its]);
        _free.Add(others);
    }

    /// <summary>Those of both, and one for each class.</summary>
    public long MultiplyAdds(ReadOnlySpan<char> text) => linear.MultiplyAdds(text) + embedding.MultiplyAdds(text) + Classes;
}
