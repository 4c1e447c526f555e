using System.Text.Json;
using MoECollab.Text.Learning;

namespace MoECollab.NGram.Tests.Data;

/// <summary>Small made-up sets, and the shared ones where they are there.</summary>
internal static class LabelledLines
{
    /// <summary>Texts of three classes that one word each tells apart, among words that all have.</summary>
    public static LabelledText[] ThreeTopics(int count, int seed)
    {
        string[][] topics = [["violin", "sonata", "orchestra"], ["compiler", "linker", "assembler"], ["trout", "salmon", "herring"]];
        string[] common = ["the", "a", "very", "good", "old", "new", "of", "and", "with", "for"];
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(at =>
        {
            var words = Enumerable.Range(0, 8).Select(_ => common[random.Next(common.Length)]).Append(topics[at % 3][random.Next(3)]).ToArray();
            random.Shuffle(words);
            return new LabelledText(string.Join(' ', words), at % 3);
        })];
    }

    /// <summary>One split of a shared set; the test is skipped where there is none.</summary>
    public static (LabelledText[] Train, LabelledText[] Test, int Classes) Shared(string set)
    {
        var folder = Environment.GetEnvironmentVariable("MOE_DATA");
        if (string.IsNullOrEmpty(folder) || !File.Exists(Path.Combine(folder, set, "train.jsonl")))
            Assert.Skip($"Set MOE_DATA to a folder that has {set}/train.jsonl and {set}/test.jsonl.");
        var classes = new Dictionary<string, int>(StringComparer.Ordinal);
        LabelledText[] Read(string split) => [.. File.ReadLines(Path.Combine(folder!, set, split + ".jsonl")).Select(line =>
        {
            using var json = JsonDocument.Parse(line);
            var label = json.RootElement.GetProperty("label").GetString()!;
            return new LabelledText(json.RootElement.GetProperty("text").GetString()!, classes.TryGetValue(label, out var known) ? known : classes[label] = classes.Count);
        })];
        var train = Read("train");
        return (train, Read("test"), classes.Count);
    }
}
