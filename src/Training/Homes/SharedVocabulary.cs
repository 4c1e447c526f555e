using System.Security.Cryptography;
using MoECollab.Packaging.Homes;
using MoECollab.Text.Learning;
using MoECollab.Training.Data;
using MoECollab.Training.Fitting;

namespace MoECollab.Training.Homes;

/// <summary>
/// The n-grams of all training texts, counted without labels: part of what a home's experts and gate share while they are trained. What is common in
/// a domain is just what tells its labels from the world, and only the whole collection shows it. Each package still carries the n-grams it uses.
/// </summary>
internal sealed class SharedVocabulary
{
    private const string Option = "background";

    private readonly string _path;

    private SharedVocabulary(string path)
    {
        _path = path;
        using var file = File.OpenRead(path);
        Hash = Convert.ToHexStringLower(SHA256.HashData(file));
    }

    /// <summary>What it is; where it lies does not enter.</summary>
    public string Hash { get; }

    /// <summary>Where a home keeps it, for experts that are added later.</summary>
    public static string PathIn(Home home) => Path.Combine(home.Root, "vocabulary.safetensors");

    /// <summary>That of a home; null where it has none.</summary>
    public static SharedVocabulary? Of(Home home) => File.Exists(PathIn(home)) ? new SharedVocabulary(PathIn(home)) : null;

    /// <summary>Counts the training texts, unless an earlier run has.</summary>
    public static SharedVocabulary Count(HomePlan plan, FinishedParts parts)
    {
        var path = PathIn(plan.Home);
        var learning = VocabularyOptions.Read(plan.Experts.Options);
        string[] texts = [.. plan.Data.Rows(Split.Train).Select(row => row.Text)];
        var identity = new RunIdentity().Add(Option).Add(learning.Scheme.Fingerprint).Add(texts).ToString();
        if (parts.Has(Path.GetFileName(path), path, identity)) return new SharedVocabulary(path);
        Directory.CreateDirectory(plan.Home.Root);
        NGramLearner.Count(Told(texts, plan.Progress), learning, plan.Cancellation).Save(path);
        parts.Add(Path.GetFileName(path), identity);
        return new SharedVocabulary(path);
    }

    /// <summary>Options with the vocabulary among them, unless they name one of their own.</summary>
    public static IReadOnlyDictionary<string, string> Told(IReadOnlyDictionary<string, string> options, SharedVocabulary? vocabulary)
    {
        if (vocabulary is null || options.ContainsKey(Option)) return options;
        return new Dictionary<string, string>(options, StringComparer.OrdinalIgnoreCase) { [Option] = vocabulary._path };
    }

    private static IEnumerable<string> Told(string[] texts, IProgress<TrainingProgress>? progress)
    {
        const int Every = 1000;
        for (var i = 0; i < texts.Length; i++)
        {
            if (i % Every == 0) progress?.Report(new TrainingProgress("counting n-grams of all texts", (double)i / texts.Length));
            yield return texts[i];
        }

        progress?.Report(new TrainingProgress("counting n-grams of all texts", 1));
    }
}
