using System.Globalization;
using MoECollab.Errors;
using MoECollab.Experts;
using MoECollab.Inputs;
using MoECollab.NGramExpert.Embedding;
using MoECollab.NGramExpert.Models;
using MoECollab.NGramExpert.Options;
using MoECollab.Text;
using MoECollab.Text.Learning;
using MoECollab.Training;

namespace MoECollab.NGramExpert;

/// <summary>Makes and trains n-gram experts. The weight file says which model it holds; embeddings beside a linear one make an ensemble.</summary>
internal sealed class NGramExpertFactory : IRefittingExpertFactory
{
    /// <summary>The weights inside the package.</summary>
    public const string WeightsPath = "moe/ngram.safetensors";

    /// <summary>The embeddings of an ensemble, beside them.</summary>
    public const string EmbeddingPath = "moe/embedding.safetensors";

    private const string ShareKey = "ngram.share";

    /// <inheritdoc/>
    public IExpert Create(ExpertContext context)
    {
        using var file = context.Files.OpenWeights(WeightsPath);
        INGramModel model = EmbeddingModel.IsIn(file) ? EmbeddingModel.Load(file) : new LinearModel(NGramClassifier.Load(file));
        // An ensemble whose embeddings are missing would answer otherwise than it was measured.
        if (NGramOptions.IsEnsemble(context.Options) || context.Files.Exists(EmbeddingPath))
            model = Ensemble(model, context);
        if (model.Classes != context.Labels.Count)
        {
            throw new MoECollabException(
                "labels-do-not-fit",
                $"{context.Id} {context.Version} has {context.Labels.Count} labels and weights for {model.Classes} classes; expected as many labels in moe/labels.json as classes.");
        }

        return new NGramExpert(context.Labels, model, context.Device);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Train(ExpertTraining training)
    {
        var options = NGramOptions.Read(training.Options);
        var (examples, validation) = (Labelled(training, training.Examples), Labelled(training, training.Validation));
        if (options.Model == NGramModelKind.Embedding)
        {
            EmbeddingLearner.Train(examples, validation, training.Labels.Count, options.Embedding(training), training.Cancellation).Save(PathIn(training, WeightsPath));
            return new Dictionary<string, string> { [NGramOptions.ModelKey] = "embedding" };
        }

        var learned = NGramLearner.Learn(examples, validation, training.Labels.Count, options.Linear(training), training.Cancellation);
        learned.Classifier.Save(PathIn(training, WeightsPath));
        var chosen = new Dictionary<string, string> { [NGramOptions.ModelKey] = "linear", [NGramOptions.ChoiceKey] = learned.Choice.ToString() };
        if (Companion(options, learned, [.. examples, .. validation], training) is not { } part)
            return chosen;
        Save(part, examples, training);
        return new Dictionary<string, string>(chosen) { [NGramOptions.ModelKey] = "ensemble", [NGramOptions.EmbeddingKey] = part.ToString() };
    }

    /// <inheritdoc/>
    public bool Refit(ExpertTraining training)
    {
        var options = NGramOptions.Read(training.Options);
        var learning = options.Linear(training);
        if (options.Model == NGramModelKind.Embedding || learning.Choice is null)
            return false;
        var examples = Labelled(training, training.Examples);
        NGramLearner.Train(examples, [], training.Labels.Count, learning, training.Cancellation).Save(PathIn(training, WeightsPath));
        if (options.Model != NGramModelKind.Linear && options.Part() is { } part)
            Save(part, examples, training);
        return true;
    }

    private static EnsembleModel Ensemble(INGramModel linear, ExpertContext context)
    {
        using var file = context.Files.OpenWeights(EmbeddingPath);
        var embedding = EmbeddingModel.Load(file);
        var share = file.Metadata.TryGetValue(ShareKey, out var text) && float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value is > 0 and < 1
            ? value
            : throw new WeightFileException(file.Path, $"its metadata has no '{ShareKey}' above 0 and below 1, so that nobody knows what the embeddings weigh");
        return embedding.Classes == linear.Classes
            ? new EnsembleModel(linear, embedding, share)
            : throw new WeightFileException(file.Path, $"it has {embedding.Classes} classes and {WeightsPath} has {linear.Classes}; expected as many");
    }

    private static EmbeddingPart? Companion(NGramOptions options, LearnedNGrams learned, LabelledText[] all, ExpertTraining training)
    {
        if (options.Model == NGramModelKind.Linear)
            return null;
        if (options.Part() is { } told)
            return told;
        var always = options.Model == NGramModelKind.Ensemble;
        return learned.HeldOut is { } heldOut
            ? new CompanionSearch(all, training.Labels.Count, heldOut, reading => NGramOptions.Companion(training, reading) with { Progress = null }, always, training.Cancellation).Run()
            : always ? EmbeddingPart.Usual : null;
    }

    private static void Save(EmbeddingPart part, LabelledText[] examples, ExpertTraining training)
    {
        var learning = NGramOptions.Companion(training, part.Reading) with { Factor = part.Factor, Progress = null, CheckpointFolder = training.CheckpointFolder };
        EmbeddingLearner.Train(examples, [], training.Labels.Count, learning, training.Cancellation)
            .Save(PathIn(training, EmbeddingPath), new KeyValuePair<string, string>(ShareKey, part.Share.ToString("R", CultureInfo.InvariantCulture)));
    }

    private static LabelledText[] Labelled(ExpertTraining training, IReadOnlyList<LabelledInput> inputs)
    {
        var classes = training.Labels.Select((label, its) => (label, its)).ToDictionary(pair => pair.label, pair => pair.its, StringComparer.Ordinal);
        return [.. inputs.Select(input => new LabelledText(input.Input.Text, classes[input.Label]))];
    }

    private static string PathIn(ExpertTraining training, string file)
    {
        var path = Path.Combine(training.OutputFolder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }
}
