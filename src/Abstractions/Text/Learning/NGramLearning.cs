using MoECollab.Training;

namespace MoECollab.Text.Learning;

/// <summary>How an <see cref="NGramClassifier"/> is trained.</summary>
public sealed record NGramLearning
{
    /// <summary>Which n-grams are read; by default words and pairs of words, punctuation included, those of the first 16 tokens once more, the shapes of the first 24 chunks, and 2 to 5 characters of what white space parts, in 2^22 buckets.</summary>
    public NGramScheme Scheme { get; init; } = new()
    {
        WordNGrams = 2,
        LeadTokens = 16,
        ShapeTokens = 24,
        CharMin = 2,
        CharMax = 5,
        CharactersWithin = CharacterSpan.Chunk,
        Buckets = 1 << 22,
        Punctuation = Punctuation.Token,
    };

    /// <summary>How the kinds of n-grams are put together; default 1, ½ and 1.</summary>
    public NGramWeighting Weighting { get; init; } = new(1f, 0.5f, 1f);

    /// <summary>Other ways to put them together, tried with what was best for <see cref="Weighting"/>; default none. Without effect where there is a <see cref="Background"/> alone.</summary>
    public IReadOnlyList<NGramWeighting> OtherWeightings { get; init; } = [];

    /// <summary>
    /// Other numbers of tokens whose n-grams are given once more (<see cref="NGramScheme.LeadTokens"/>), tried with what was best before; default none. Without effect where
    /// there is a <see cref="Background"/>, whose scheme is used.
    /// </summary>
    public IReadOnlyList<int> OtherLeads { get; init; } = [];

    /// <summary>In how many texts a word n-gram must occur to be kept; default 2.</summary>
    public int MinimumWordTexts { get; init; } = 2;

    /// <summary>In how many texts a character n-gram must occur to be kept; default 2.</summary>
    public int MinimumCharacterTexts { get; init; } = 2;

    /// <summary>Most n-grams to keep, those in most texts first; 0 (the default) for no limit.</summary>
    public int MaximumNGrams { get; init; }

    /// <summary>
    /// Document frequencies of a larger collection, counted without labels (<see cref="NGramLearner.Count"/>): where given, only its n-grams
    /// are kept, with its weights, scheme and weighting. It tells a specialist what is rare in the world rather than in its own field.
    /// </summary>
    public NGramVocabulary? Background { get; init; }

    /// <summary>Whether the examples' own n-grams and weights are tried beside those of <see cref="Background"/>; not by default.</summary>
    public bool TriesOwnVocabulary { get; init; }

    /// <summary>The strengths C of the loss against the regulariser, ascending, that are tried from the middle on as long as they get better on held-out examples; default ⅛, ¼, ½.</summary>
    public IReadOnlyList<float> Strengths { get; init; } = [0.125f, 0.25f, 0.5f];

    /// <summary>
    /// How far n-grams are scaled by their log-count ratios (Wang and Manning 2012), each 0 (not at all, the default) to 1: the best is kept, or the mean
    /// of several, whichever is better on held-out examples.
    /// </summary>
    public IReadOnlyList<float> Ratios { get; init; } = [0f];

    /// <summary>Passes over the examples for the classifier; default 6, after which answers hardly change: the problem is convex.</summary>
    public int Epochs { get; init; } = 6;

    /// <summary>Passes for each fit that is only compared with others; default 3.</summary>
    public int TrialEpochs { get; init; } = 3;

    /// <summary>
    /// How many held-out examples it takes to choose: where validation examples are fewer, tenths of the examples are held out in turn beside them,
    /// five at most. 0 (the default) chooses on the validation examples alone, or on one tenth.
    /// </summary>
    public int HeldOut { get; init; }

    /// <summary>What an earlier training chose: nothing is tried then. Null (the default) to choose.</summary>
    public NGramChoice? Choice { get; init; }

    /// <summary>0 (the default) weighs every example alike, 1 every class; in between, an example of class c weighs (n / (C n_c))^balance.</summary>
    public float Balance { get; init; }

    /// <summary>Other values of <see cref="Balance"/>, tried with the best fit of each ratio; default none. Without effect where all classes have about as many examples.</summary>
    public IReadOnlyList<float> OtherBalances { get; init; } = [];

    /// <summary>Source of all randomness (the order of the examples): equal seeds give equal bits.</summary>
    public long Seed { get; init; }

    /// <summary>Fits that may be made at once, at least 1, the default. The result does not depend on it, to the last bit; each takes memory of its own.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Where a killed training finds what it had; null for no checkpoints.</summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>Receives progress, at most a few times a second.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }
}
