using System.Globalization;
using MoECollab.Errors;
using MoECollab.NGramExpert.Embedding;
using MoECollab.Text;
using MoECollab.Text.Learning;
using MoECollab.Training;
using MoECollab.Weights;

namespace MoECollab.NGramExpert.Options;

/// <summary>
/// What a user may set: <c>model</c> best (the default: linear, or the ensemble where held-out examples say so), linear, embedding or ensemble; <c>word-ngrams</c>, <c>lead-tokens</c>, <c>shape-tokens</c>, <c>char-min</c>, <c>char-max</c>,
/// <c>bucket-bits</c>, <c>epochs</c>; for linear <c>strengths</c>, <c>ratios</c>, and what is tried besides, <c>balances</c> and <c>leads</c> (lists with semicolons; none for nothing),
/// <c>held-out</c> (examples to choose by), <c>choice</c> (what an
/// earlier training chose: nothing is tried then), <c>max-ngrams</c>, <c>balance</c>, <c>background</c> (a vocabulary file), <c>vocabulary</c>
/// (where there is a background: best, which is the default, tries the examples' own n-grams too, background does not); for embedding
/// <c>dimension</c>, <c>learning-rate</c>, <c>dropout</c>. What is not set has the default of the model.
/// </summary>
internal sealed class NGramOptions
{
    public const string ModelKey = "model";
    public const string ChoiceKey = "choice";
    public const string EmbeddingKey = "embedding";

    private const string VocabularyKey = "vocabulary";

    private const int HeldOut = 2000;   // one standard error of an accuracy of 85 % is then 0.8 points

    private static readonly float[] Strengths = [1f / 16, 1f / 8, 1f / 4, 1f / 2];
    private static readonly float[] Ratios = [0f, 0.5f, 1f];
    private static readonly NGramWeighting[] OtherWeightings = [new(1f, 0f, 1f)];
    private static readonly float[] Balances = [0.5f];
    private static readonly float[] Leads = [4f];   // the first words of a question say what is asked for

    private static readonly NGramScheme CompanionScheme = new() { WordNGrams = 2, LeadTokens = 4, Buckets = 1 << 22, Punctuation = Punctuation.Token };

    private static readonly string[] Known =
        [ModelKey, "word-ngrams", "lead-tokens", "shape-tokens", "char-min", "char-max", "bucket-bits", "epochs", "strengths", "ratios", "held-out", ChoiceKey, EmbeddingKey, "max-ngrams", "balance", "balances", "leads", "background", VocabularyKey, "dimension", "learning-rate", "dropout"];

    private readonly IReadOnlyDictionary<string, string> _options;

    private NGramOptions(IReadOnlyDictionary<string, string> options)
    {
        _options = new Dictionary<string, string>(options, StringComparer.OrdinalIgnoreCase);
        foreach (var name in _options.Keys.Except(Known, StringComparer.OrdinalIgnoreCase))
            throw Refused(name, _options[name], $"an option of the n-gram expert ({string.Join(", ", Known)})");
        if (_options.TryGetValue(ModelKey, out var model))
            Model = Enum.TryParse<NGramModelKind>(model, ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind : throw Refused(ModelKey, model, "best, linear, embedding or ensemble");
    }

    public NGramModelKind Model { get; }

    public static NGramOptions Read(IReadOnlyDictionary<string, string> options) => new(options);

    /// <summary>Whether a manifest says that embeddings belong to the linear classifier. Whatever else it says is the business of training.</summary>
    public static bool IsEnsemble(IReadOnlyDictionary<string, string> options) =>
        options.TryGetValue(ModelKey, out var model) && model.Equals(nameof(NGramModelKind.Ensemble), StringComparison.OrdinalIgnoreCase);

    public NGramLearning Linear(TrainingRun run)
    {
        var usual = new NGramLearning();
        return usual with
        {
            Scheme = Scheme(usual.Scheme),
            Strengths = Numbers("strengths", Strengths, least: 1e-6f, most: 1e6f),
            Ratios = Numbers("ratios", Ratios, least: 0f, most: 1f),
            OtherWeightings = OtherWeightings,
            OtherBalances = Others("balances", Balances, least: 0f, most: 1f),
            OtherLeads = OtherLeads(),
            HeldOut = Whole("held-out", HeldOut, 0, 1 << 26),
            Choice = Choice(),
            MaximumNGrams = Whole("max-ngrams", usual.MaximumNGrams, 0, 1 << 26),
            Epochs = Whole("epochs", usual.Epochs, 1, 1000),
            Balance = Number("balance", usual.Balance, 0f, 1f),
            Background = Background(),
            TriesOwnVocabulary = Vocabulary(),
            Seed = run.Seed,
            Threads = run.Threads,
            CheckpointFolder = run.CheckpointFolder,
            Progress = run.Progress,
        };
    }

    public EmbeddingLearning Embedding(TrainingRun run)
    {
        var usual = new EmbeddingLearning();
        return usual with
        {
            Scheme = Scheme(usual.Scheme),
            Dimension = Whole("dimension", usual.Dimension, 1, 4096),
            LearningRate = Number("learning-rate", usual.LearningRate, 1e-4f, 100f),
            Epochs = Whole("epochs", usual.Epochs, 1, 1000),
            Dropout = Number("dropout", usual.Dropout, 0f, 0.95f),
            Seed = run.Seed,
            CheckpointFolder = run.CheckpointFolder,
            Progress = run.Progress,
        };
    }

    /// <summary>Embeddings that are to be put beside a linear classifier.</summary>
    public static EmbeddingLearning Companion(TrainingRun run, EmbeddingReading reading) => new()
    {
        Scheme = reading == EmbeddingReading.Words ? CompanionScheme : CompanionScheme with { CharMin = 3, CharMax = 5 },
        MinimumTexts = 2,
        Dimension = 16,
        Epochs = 12,
        Dropout = 0.5f,
        Seed = run.Seed,
        Progress = run.Progress,
    };

    /// <summary>The embeddings of an ensemble, where an earlier training has chosen them; null otherwise.</summary>
    public EmbeddingPart? Part() => !_options.TryGetValue(EmbeddingKey, out var text)
        ? null
        : EmbeddingPart.Parse(text) ?? throw Refused(EmbeddingKey, text, "what an earlier training wrote into its manifest, such as words@0.15*1.2");

    private NGramChoice? Choice()
    {
        if (!_options.TryGetValue(ChoiceKey, out var text))
            return null;
        try
        {
            return NGramChoice.Parse(text);
        }
        catch (FormatException)
        {
            throw Refused(ChoiceKey, text, "what an earlier training wrote into its manifest, such as 1;0.5;1|0@0.25*1.2|2.5");
        }
    }

    private bool Vocabulary() => !_options.TryGetValue(VocabularyKey, out var text) || text.ToUpperInvariant() switch
    {
        "BEST" => true,
        "BACKGROUND" => false,
        _ => throw Refused(VocabularyKey, text, "best or background"),
    };

    private NGramVocabulary? Background()
    {
        if (!_options.TryGetValue("background", out var path))
            return null;
        using var file = WeightFile.Open(path);
        return NGramVocabulary.Load(file);
    }

    private IReadOnlyList<int> OtherLeads()
    {
        var leads = Others("leads", Leads, least: 0f, most: 1000f);
        return leads.All(float.IsInteger) ? [.. leads.Select(lead => (int)lead)] : throw Refused("leads", _options["leads"], "whole numbers from 0 to 1000, such as 4;16");
    }

    private NGramScheme Scheme(NGramScheme usual) => usual with
    {
        WordNGrams = Whole("word-ngrams", usual.WordNGrams, 0, 8),
        LeadTokens = Whole("lead-tokens", usual.LeadTokens, 0, 1000),
        ShapeTokens = Whole("shape-tokens", usual.ShapeTokens, 0, 1000),
        CharMin = Whole("char-min", usual.CharMin, 1, 16),
        CharMax = Whole("char-max", usual.CharMax, 0, 16),
        Buckets = 1 << Whole("bucket-bits", int.Log2(usual.Buckets), 4, 26),
    };

    private int Whole(string name, int usual, int least, int most)
    {
        if (!_options.TryGetValue(name, out var text))
            return usual;
        return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw Refused(name, text, $"a whole number from {least} to {most}");
    }

    private float Number(string name, float usual, float least, float most)
    {
        if (!_options.TryGetValue(name, out var text))
            return usual;
        return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw Refused(name, text, string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"));
    }

    /// <summary>Numbers, or the word none for no number at all.</summary>
    private IReadOnlyList<float> Others(string name, IReadOnlyList<float> usual, float least, float most) =>
        _options.TryGetValue(name, out var text) && text.Equals("none", StringComparison.OrdinalIgnoreCase) ? [] : Numbers(name, usual, least, most);

    private IReadOnlyList<float> Numbers(string name, IReadOnlyList<float> usual, float least, float most)
    {
        if (!_options.TryGetValue(name, out var text))
            return usual;
        var expected = string.Create(CultureInfo.InvariantCulture, $"numbers from {least} to {most}, such as 0.25;0.5;1");
        var numbers = text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(part => float.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
                ? value
                : throw Refused(name, text, expected))
            .Order()
            .ToList();
        return numbers.Count > 0 ? numbers : throw Refused(name, text, expected);
    }

    private static MoECollabException Refused(string name, string found, string expected) =>
        new("option-invalid", $"The option '{name}' is '{found}'; expected {expected}.");
}
