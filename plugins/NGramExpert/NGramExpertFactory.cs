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

/// <summary>Makes and trains n-gram experts. The weight file says which of the two models it holds.</summary>
internal sealed class NGramExpertFactory : IRefittingExpertFactory
{
    /// <summary>The weights inside the package.</summary>
    public const string WeightsPath = "moe/ngram.safetensors";

    /// <inheritdoc/>
    public IExpert Create(ExpertContext context)
    {
        using var file = context.Files.OpenWeights(WeightsPath);
        INGramModel model = EmbeddingModel.IsIn(file) ? EmbeddingModel.Load(file) : new LinearModel(NGramClassifier.Load(file));
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
            EmbeddingLearner.Train(examples, validation, training.Labels.Count, options.Embedding(training), training.Cancellation).Save(PathIn(training));
            return new Dictionary<string, string> { [NGramOptions.ModelKey] = "embedding" };
        }

        var learned = NGramLearner.Learn(examples, validation, training.Labels.Count, options.Linear(training), training.Cancellation);
        learned.Classifier.Save(PathIn(training));
        return new Dictionary<string, string> { [NGramOptions.ModelKey] = "linear", [NGramOptions.ChoiceKey] = learned.Choice.ToString() };
    }

    /// <inheritdoc/>
    public bool Refit(ExpertTraining training)
    {
        var options = NGramOptions.Read(training.Options);
        if (options.Model == NGramModelKind.Embedding)
            return false;
        var learning = options.Linear(training);
        if (learning.Choice is null)
            return false;
        NGramLearner.Train(Labelled(training, training.Examples), [], training.Labels.Count, learning, training.Cancellation).Save(PathIn(training));
        return true;
    }

    private static LabelledText[] Labelled(ExpertTraining training, IReadOnlyList<LabelledInput> inputs)
    {
        var classes = training.Labels.Select((label, its) => (label, its)).ToDictionary(pair => pair.label, pair => pair.its, StringComparer.Ordinal);
        return [.. inputs.Select(input => new LabelledText(input.Input.Text, classes[input.Label]))];
    }

    private static string PathIn(ExpertTraining training)
    {
        var path = Path.Combine(training.OutputFolder, WeightsPath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }
}
