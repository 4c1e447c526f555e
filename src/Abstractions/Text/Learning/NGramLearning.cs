using MoECollab.Training;

namespace MoECollab.Text.Learning;

/// <summary>How an <see cref="NGramClassifier"/> is trained.</summary>
public sealed record NGramLearning
{
    /// <summary>Which n-grams are read; by default words and pairs of words, punctuation included, those of the first 16 tokens once more, and 3 to 5 characters, in 2^22 buckets.</summary>
    public NGramScheme Scheme { get; init; } = new() { WordNGrams = 2, LeadTokens = 16, CharMin = 3, CharMax = 5, Buckets = 1 << 22, Punctuation = Punctuation.Token };

    /// <summary>How the kinds of n-grams are put together.</summary>
    public NGramWeighting Weighting { get; init; } = new();

    /// <summary>In how many texts a word n-gram must occur to be kept; default 2.</summary>
    public int MinimumWordTexts { get; init; } = 2;

    /// <summary>In how many texts a character n-gram must occur to be kept; default 3.</summary>
    public int MinimumCharacterTexts { get; init; } = 3;

    /// <summary>Most n-grams to keep, those in most texts first; 0 (the default) for no limit.</summary>
    public int MaximumNGrams { get; init; }

    /// <summary>
    /// Document frequencies of a larger collection, counted without labels (<see cref="NGramLearner.Count"/>): where given, only its n-grams
    /// are kept, with its weights, scheme and weighting. It tells a specialist what is rare in the world rather than in its own field.
    /// </summary>
    public NGramVocabulary? Background { get; init; }

    /// <summary>The strengths C of the loss against the regulariser that are tried, the best on validation examples is kept; default ½, 1, 2.</summary>
    public IReadOnlyList<float> Strengths { get; init; } = [0.5f, 1f, 2f];

    /// <summary>Passes over the examples for each strength; default 6, after which answers hardly change: the problem is convex.</summary>
    public int Epochs { get; init; } = 6;

    /// <summary>0 (the default) weighs every example alike, 1 every class; in between, an example of class c weighs (n / (C n_c))^balance.</summary>
    public float Balance { get; init; }

    /// <summary>Source of all randomness (the order of the examples): equal seeds give equal bits.</summary>
    public long Seed { get; init; }

    /// <summary>Where a killed training finds what it had; null for no checkpoints.</summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>Receives progress, at most a few times a second.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }
}
