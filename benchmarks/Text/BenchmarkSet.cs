using System.Text.Json;
using MoECollab.Text.Learning;

namespace MoECollab.Benchmarks.Text;

/// <summary>A data set with its training and test rows.</summary>
internal sealed record BenchmarkSet(string Name, LabelledText[] Train, LabelledText[] Test, int Classes)
{
    /// <summary>Reads <c>NAME/train.jsonl</c> and <c>NAME/test.jsonl</c>; null where they are not there.</summary>
    public static BenchmarkSet? Read(string folder, string name)
    {
        var (train, test) = (Path.Combine(folder, name, "train.jsonl"), Path.Combine(folder, name, "test.jsonl"));
        if (!File.Exists(train) || !File.Exists(test))
            return null;
        var classes = new Dictionary<string, int>(StringComparer.Ordinal);
        var rows = Rows(train, classes);
        return new BenchmarkSet(name, rows, Rows(test, classes), classes.Count);
    }

    /// <summary>Several sets as one, each with labels of its own; null where one of them is not there.</summary>
    public static BenchmarkSet? Together(string folder, string name, IReadOnlyList<string> names)
    {
        var sets = names.Select(one => Read(folder, one)).OfType<BenchmarkSet>().ToList();
        if (sets.Count < names.Count)
            return null;
        LabelledText[] All(Func<BenchmarkSet, LabelledText[]> rows)
        {
            var before = 0;
            return [.. sets.SelectMany(set =>
            {
                var first = before;
                before += set.Classes;
                return rows(set).Select(row => row with { Class = first + row.Class });
            })];
        }

        return new BenchmarkSet(name, All(set => set.Train), All(set => set.Test), sets.Sum(set => set.Classes));
    }

    private static LabelledText[] Rows(string path, Dictionary<string, int> classes) => [.. File.ReadLines(path).Select(line =>
    {
        using var json = JsonDocument.Parse(line);
        var label = json.RootElement.GetProperty("label").GetString()!;
        if (!classes.TryGetValue(label, out var its))
            its = classes[label] = classes.Count;
        return new LabelledText(json.RootElement.GetProperty("text").GetString()!, its);
    })];
}
