namespace MoECollab.Studies.TwelveDomains;

/// <summary>The best accuracy that BASELINES.md of the shared data gives for each set on the same rows: fastText, or linear support vector machines over word or word and character n-grams, none of them tuned.</summary>
internal static class BestBaselines
{
    public static IReadOnlyDictionary<string, double> Accuracy { get; } = new Dictionary<string, double>
    {
        ["ag_news"] = 0.900,
        ["biomedical20"] = 0.738,
        ["clinc150"] = 0.926,
        ["debian_sections"] = 0.697,
        ["emotion6"] = 0.887,
        ["financial_phrasebank"] = 0.800,
        ["legal_cuad"] = 0.850,
        ["scicite"] = 0.835,
        ["sms_spam"] = 0.991,
        ["sst2"] = 0.829,
        ["stackoverflow20"] = 0.906,
        ["trec6"] = 0.908,
    };

    /// <summary>The sets.</summary>
    public static IReadOnlyList<string> Sets { get; } = [.. Accuracy.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Their files.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. Sets.SelectMany(set => new[] { $"{set}/train.jsonl", $"{set}/test.jsonl" })];
}
