namespace MoECollab.Text.Learning;

/// <summary>One finished fit, with the strength it was made with and the factor that calibrates its logits.</summary>
internal sealed record FittedMargins(NGramVocabulary Vocabulary, int Classes, DualAscent Ascent, float Strength, float Factor)
{
    /// <summary>The classifier, its logits calibrated.</summary>
    public NGramClassifier Classifier()
    {
        var stride = Ascent.Bias.Length;
        var weights = new float[Vocabulary.Count * Classes];
        for (var row = 0; row < Vocabulary.Count; row++)
        {
            for (var its = 0; its < Classes; its++)
                weights[(row * Classes) + its] = Factor * Ascent.Weights[(row * stride) + its];
        }

        float[] bias = [.. Ascent.Bias.Take(Classes).Select(value => Factor * value)];
        return new NGramClassifier(Vocabulary, weights, bias);
    }
}
