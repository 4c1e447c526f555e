using MoECollab.Text;
using MoECollab.Training;

namespace MoECollab.NGramExpert.Embedding;

/// <summary>How averaged embeddings are trained.</summary>
internal sealed record EmbeddingLearning
{
    /// <summary>Which n-grams are read.</summary>
    public NGramScheme Scheme { get; init; } = new() { WordNGrams = 2, Buckets = 1 << 18, Punctuation = Punctuation.Token };

    /// <summary>In how many texts an n-gram must occur to have a row of its own; 0 (the default) for a row for every bucket, whatever falls into it.</summary>
    public int MinimumTexts { get; init; }

    /// <summary>By what logits are multiplied; null to calibrate on the validation examples.</summary>
    public float? Factor { get; init; }

    /// <summary>d.</summary>
    public int Dimension { get; init; } = 64;

    /// <summary>The step at the beginning; it falls in a straight line to zero.</summary>
    public float LearningRate { get; init; } = 1f;

    /// <summary>Passes over the examples.</summary>
    public int Epochs { get; init; } = 8;

    /// <summary>The share of a text's n-grams that a step does not see; 0 for none.</summary>
    public float Dropout { get; init; } = 0.3f;

    public long Seed { get; init; }

    public string? CheckpointFolder { get; init; }

    public IProgress<TrainingProgress>? Progress { get; init; }
}
