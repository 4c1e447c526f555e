using MoECollab.Inputs;
using MoECollab.Training.Data;

namespace MoECollab.Benchmarks.Predict;

/// <summary>The data sets as domains, and the texts that are answered: all different, held-out ones first.</summary>
internal sealed record BenchmarkTexts(LabelledData Data, IReadOnlyList<RawInput> Inputs, IReadOnlyList<string> Labels)
{
    private const int Texts = 10_000;
    private static readonly string[] Sets = ["ag_news", "clinc150", "stackoverflow20", "trec6"];

    /// <summary>Reads the sets that are there; null where fewer than two are.</summary>
    /// <param name="dataDirectory">Holds <c>SET/train.jsonl</c> and <c>SET/test.jsonl</c>.</param>
    /// <param name="folder">A folder of ours, for links to them.</param>
    public static BenchmarkTexts? Read(string dataDirectory, string folder)
    {
        var found = Sets.Where(set => File.Exists(Path.Combine(dataDirectory, set, "train.jsonl"))).ToList();
        if (found.Count < 2)
            return null;
        foreach (var set in found)
            Directory.CreateSymbolicLink(Path.Combine(folder, set), Path.GetFullPath(Path.Combine(dataDirectory, set)));
        var data = LabelledData.Read(folder, new DataColumns());
        var rows = data.Rows(Split.Test).Concat(data.Rows(Split.Dev)).DistinctBy(row => row.Text).ToList();
        // Spread evenly, so that every set has its share; the order is drawn, so that successive texts have nothing to do with each other.
        var count = Math.Min(Texts, rows.Count);
        Example[] chosen = [.. Enumerable.Range(0, count).Select(at => rows[(int)((long)at * rows.Count / count)])];
        new Random(1).Shuffle(chosen);
        return new BenchmarkTexts(data, [.. chosen.Select(row => new RawInput(row.Text))], [.. chosen.Select(row => row.UnionLabel)]);
    }
}
