namespace MoECollab.Text.Learning;

/// <summary>A finished fit.</summary>
/// <param name="Vocabulary">What its columns stand for.</param>
/// <param name="Classes">C.</param>
/// <param name="Weights">W, [F, stride], not calibrated.</param>
/// <param name="Bias">b, [stride], likewise.</param>
/// <param name="Choice">What it was made with, and the factor that calibrates its logits.</param>
internal sealed record FittedMargins(NGramVocabulary Vocabulary, int Classes, float[] Weights, float[] Bias, NGramChoice Choice)
{
    /// <summary>The classifier, its logits calibrated.</summary>
    public LearnedNGrams Learned()
    {
        var stride = Bias.Length;
        var weights = new float[Vocabulary.Count * Classes];
        for (var row = 0; row < Vocabulary.Count; row++)
        {
            for (var its = 0; its < Classes; its++)
                weights[(row * Classes) + its] = Choice.Factor * Weights[(row * stride) + its];
        }

        float[] bias = [.. Bias.Take(Classes).Select(value => Choice.Factor * value)];
        return new LearnedNGrams(new NGramClassifier(Vocabulary, weights, bias), Choice);
    }
}
