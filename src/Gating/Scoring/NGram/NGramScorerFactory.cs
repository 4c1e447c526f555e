using MoECollab.Errors;
using MoECollab.Gating.Options;
using MoECollab.Text;
using MoECollab.Text.Learning;
using MoECollab.Training;
using MoECollab.Weights;

namespace MoECollab.Gating.Scoring.NGram;

/// <summary>
/// <c>ngram</c>: routes by the text's own n-grams. Options of its training: <c>max-ngrams</c>, 0 (default) for no limit; <c>epochs</c>, default 6;
/// <c>char-max</c>, default 5, 0 for words alone; <c>shape-tokens</c>, default 24, 0 for no shapes; <c>background</c>, a vocabulary file with document frequencies.
/// </summary>
internal sealed class NGramScorerFactory : ISelfTrainingScorerFactory
{
    private const int MostNGrams = 1 << 26;
    private const int MostEpochs = 1000;
    private const int LongestNGram = 16;
    private const int MostShapes = 1000;

    // Whose text it is shows in few n-grams of many: stronger fits, and log-count ratios, are better than for labels within a domain.
    private static readonly float[] Strengths = [0.25f, 0.5f, 1f, 2f];
    private static readonly float[] Ratios = [0f, 0.5f];
    private static readonly float[] Balances = [0.5f];

    public IScorer Create(GatingContext context)
    {
        if (!context.Files.Exists(NetworkScorer.WeightsPath))
        {
            throw new MoECollabException(
                "gate-untrained", $"The scorer 'ngram' has no {NetworkScorer.WeightsPath} and cannot begin without training. Train the gate, or use the scorer 'prototype'.");
        }

        using var file = context.Files.OpenWeights(NetworkScorer.WeightsPath);
        var classifier = NGramClassifier.Load(file);
        return classifier.Classes == context.TrainedFor.Count
            ? new NGramScorer(classifier, context.TrainedFor, context.Encoder.HiddenSize)
            : throw new MoECollabException(
                "gate-invalid", $"The n-gram scorer has {classifier.Classes} columns and trainedFor names {context.TrainedFor.Count} experts; expected one column for each. Retrain the gate.");
    }

    public IReadOnlyDictionary<string, string> Train(GateTraining training)
    {
        var path = Path.Combine(training.OutputFolder, NetworkScorer.WeightsPath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        NGramGateLearner.Train(training, Learning(training)).Save(path);
        return new Dictionary<string, string>();
    }

    private static NGramLearning Learning(GateTraining training)
    {
        var usual = new NGramLearning();
        var named = new Dictionary<string, string>(training.Options, StringComparer.OrdinalIgnoreCase);
        var background = named.Remove("background", out var path) ? path : null;
        var options = new ComponentOptions("ngram", named);
        var learning = usual with
        {
            Scheme = usual.Scheme with { CharMax = options.Whole("char-max", usual.Scheme.CharMax, 0, LongestNGram), ShapeTokens = options.Whole("shape-tokens", usual.Scheme.ShapeTokens, 0, MostShapes) },
            Strengths = Strengths,
            Ratios = Ratios,
            OtherBalances = Balances,
            MaximumNGrams = options.Whole("max-ngrams", usual.MaximumNGrams, 0, MostNGrams),
            Epochs = options.Whole("epochs", usual.Epochs, 1, MostEpochs),
            Seed = training.Seed,
            Threads = training.Threads,
            CheckpointFolder = training.CheckpointFolder,
            Progress = training.Progress,
        };
        options.Done();
        if (background is null)
            return learning;
        using var file = WeightFile.Open(background);
        return learning with { Background = NGramVocabulary.Load(file) };
    }
}
