using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Experts;
using MoECollab.Inputs;
using MoECollab.Mixture.Kinds;
using MoECollab.Packaging.Files;
using MoECollab.Text;
using MoECollab.Text.Learning;
using MoECollab.Training;
using MoECollab.Training.Data;
using MoECollab.Training.Examples;
using MoECollab.Training.Experts;
using MoECollab.Weights;
using TorchSharp;

namespace MoECollab.Studies.Comparing;

/// <summary>One n-gram expert over all labels, with the mixture's vocabulary, learner, epochs and search; only how many n-grams it keeps is set.</summary>
internal static class TextMonolith
{
    private const string Version = "1.0.0";
    private const string Choice = "choice";

    /// <summary>Trains it; owned by the caller.</summary>
    /// <param name="data">All domains.</param>
    /// <param name="vocabulary">The vocabulary that it reads: a file.</param>
    /// <param name="kept">Most n-grams it keeps; 0 for all.</param>
    /// <param name="folder">Where its files go.</param>
    /// <param name="run">Stops it.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="choice">What an earlier seed chose on dev; null to choose.</param>
    /// <returns>The expert, and what was chosen.</returns>
    public static (IExpert Expert, string Choice) Train(LabelledData data, string vocabulary, int kept, string folder, StudyRun run, long seed, string? choice)
    {
        var (factory, name) = ((IRefittingExpertFactory)BuiltInKinds.Find("ngram"), new ExpertName("monolith", Version));
        Directory.CreateDirectory(folder);
        var training = Training(data, vocabulary, kept, folder, run, seed);
        choice ??= new ExpertTrainer(TimeProvider.System).Train(factory, name, training).Options[Choice];
        // As a fit's experts: once everything is chosen, dev rows that were cut off the training rows are fitted too.
        var later = Known(data.Domains.Where(domain => domain.DevFromTrain).SelectMany(domain => domain.Dev), data, training.Labels);
        factory.Refit(training with
        {
            Examples = [.. training.Examples, .. later],
            Validation = [],
            Options = new Dictionary<string, string>(training.Options, StringComparer.OrdinalIgnoreCase) { [Choice] = choice },
        });
        return (factory.Create(ExpertContexts.Of(name, training, new Dictionary<string, string>(), new PackageFiles(folder))), choice);
    }

    /// <summary>Counts words and pairs of words alone: fewer features a text, so that a model of equal work may keep more of them.</summary>
    /// <param name="data">Whose training texts are counted.</param>
    /// <param name="shapes">Of how many chunks the shapes are read too; 0 for none.</param>
    /// <param name="folder">Where the vocabulary goes.</param>
    /// <param name="run">Stops it.</param>
    /// <returns>The vocabulary's file.</returns>
    public static string WordVocabulary(LabelledData data, int shapes, string folder, StudyRun run)
    {
        var usual = new NGramLearning();
        var words = usual with { Scheme = usual.Scheme with { CharMax = 0, LeadTokens = 0, ShapeTokens = shapes } };
        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, $"words-{shapes}.safetensors");
        NGramLearner.Count(data.Rows(Split.Train).Select(row => row.Text), words, run.Plan.Cancellation).Save(path);
        return path;
    }

    /// <summary>How many n-grams give so many multiply-adds a text, over some texts: the most frequent come first, as the learner keeps them.</summary>
    /// <param name="vocabulary">The vocabulary: a file.</param>
    /// <param name="texts">The texts to count over.</param>
    /// <param name="classes">Labels of the union.</param>
    /// <param name="multiplyAdds">The number to meet.</param>
    public static int KeptForWork(string vocabulary, IReadOnlyList<string> texts, int classes, double multiplyAdds)
    {
        using var file = WeightFile.Open(vocabulary);
        var all = NGramVocabulary.Load(file);
        // Rarer n-grams weigh more: ascending weight is descending frequency.
        int[] order = [.. Enumerable.Range(0, all.Count).OrderBy(row => all.Weights[row]).ThenBy(row => all.Ids[row])];
        var rank = new int[all.Count];
        for (var place = 0; place < order.Length; place++) rank[order[place]] = place;
        var seen = new long[all.Count + 1];
        var vectorizer = new NGramVectorizer(all);
        foreach (var text in texts)
        {
            vectorizer.Read(text);
            foreach (var row in vectorizer.Rows) seen[rank[row]]++;
        }

        var wanted = multiplyAdds / classes * texts.Count;
        var (kept, sum) = (0, 0L);
        while (kept < all.Count && sum + (seen[kept] / 2.0) < wanted) sum += seen[kept++];
        return kept;
    }

    private static ExpertTraining Training(LabelledData data, string vocabulary, int kept, string folder, StudyRun run, long seed)
    {
        var examples = LabelledInputs.From(data.Rows(Split.Train), data);
        var labels = LabelledInputs.Labels(examples);
        return new ExpertTraining
        {
            OutputFolder = folder,
            Device = new(DeviceType.CPU),
            Seed = seed,
            Options = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
            {
                ["background"] = vocabulary,
                ["model"] = "linear",
                ["max-ngrams"] = kept.ToString(CultureInfo.InvariantCulture),
            },
            Logger = NullLogger.Instance,
            Cancellation = run.Plan.Cancellation,
            Labels = labels,
            Examples = examples,
            Validation = Known(data.Rows(Split.Dev), data, labels),
        };
    }

    private static IReadOnlyList<LabelledInput> Known(IEnumerable<Example> rows, LabelledData data, IReadOnlyList<string> labels)
    {
        var known = labels.ToHashSet(StringComparer.Ordinal);
        return [.. LabelledInputs.From(rows, data).Where(example => known.Contains(example.Label))];
    }
}
