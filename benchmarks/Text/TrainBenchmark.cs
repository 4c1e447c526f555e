using System.Text.Encodings.Web;
using System.Text.Json;
using MoECollab.NGramExpert.Embedding;
using MoECollab.Text;
using MoECollab.Text.Learning;

namespace MoECollab.Benchmarks.Text;

/// <summary>The n-gram expert beside fastText, and an adapter on kept encodings beside torch from Python, on one thread, in CPU time: <c>./moe bench train</c>.</summary>
public static class TrainBenchmark
{
    /// <summary>How much lower than fastText's the accuracy of the same model may be.</summary>
    private const double AccuracyMargin = 0.003;

    /// <summary>How many times as fast as torch from Python an adapter is to be fitted.</summary>
    private const double TorchTimes = 1.3;

    private const int AdapterRounds = 3;
    private const string Twelve = "twelve together";

    /// <summary>The share of fastText's CPU time in which one of ours has to reach its accuracy; null where that is shown only.</summary>
    private static readonly (string Name, double? Share)[] Sets = [("stackoverflow20", 1 / 3.0), ("clinc150", 1 / 3.0), ("ag_news", null), ("biomedical20", null), (Twelve, 0.5)];

    private static readonly string[] Domains = ["ag_news", "biomedical20", "clinc150", "debian_sections", "emotion6", "financial_phrasebank", "legal_cuad", "scicite", "sms_spam", "sst2", "stackoverflow20", "trec6"];

    /// <summary>One fit as it comes, without trying others; of 2, 3, 4 and 6 passes, held-out rows of stackoverflow20 are best with 6.</summary>
    private static readonly NGramLearning OneFit = new() { Choice = NGramChoice.Parse("1;0.5;1|0@0.25*1|1"), Epochs = 6 };

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>fastText's usual settings: words and pairs of words, 2^18 buckets, 64 dimensions, 25 passes.</summary>
    private static readonly EmbeddingLearning Same = new()
    {
        Scheme = new NGramScheme { WordNGrams = 2, Buckets = 1 << 18 },
        Dimension = 64,
        LearningRate = 0.5f,
        Epochs = 25,
        Dropout = 0f,
    };

    /// <summary>Measures every set that is there and writes a JSON line per figure, then a table.</summary>
    /// <param name="dataDirectory">A folder with <c>SET/train.jsonl</c> and <c>SET/test.jsonl</c>.</param>
    /// <param name="output">Where the figures go.</param>
    public static void Run(string dataDirectory, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var rows = new List<TrainFigure>();
        var goals = new List<TrainGoal>();
        foreach (var (name, share) in Sets)
        {
            if ((name == Twelve ? BenchmarkSet.Together(dataDirectory, name, Domains) : BenchmarkSet.Read(dataDirectory, name)) is not { } set)
            {
                output.WriteLine(name == Twelve
                    ? $"The twelve domains together are left out: {dataDirectory} has not all of {string.Join(", ", Domains)}."
                    : $"{name} is left out: there is no {name}/train.jsonl and test.jsonl below {dataDirectory}.");
                continue;
            }

            if (rows.Count == 0)
                WarmUp(set);
            var theirs = FastTextRun.Of(set, Same);
            if (theirs is null && rows.Count == 0)
                output.WriteLine("No fastText to compare with: apt-get install python3-fasttext, or set MOE_PYTHON.");
            var first = rows.Count;
            foreach (var figure in Figures(set, theirs))
            {
                rows.Add(figure);
                output.WriteLine(JsonSerializer.Serialize(figure.Fields(), Plain));
            }

            if (theirs is not null)
                goals.Add(TrainGoal.ToAccuracy(name, rows.Skip(first), theirs, share));
            if (share is not null && name != Twelve)
                goals.AddRange(Adapters(set, output));
        }

        foreach (var goal in goals)
            output.WriteLine(JsonSerializer.Serialize(goal.Fields(), Plain));
        WriteTable(output, rows);
        output.WriteLine();
        output.WriteLine($"{"goal",-66} {"share",7} {"limit",6}");
        foreach (var goal in goals)
            output.WriteLine($"{goal.Name,-66} {goal.Share,7:F3} {goal.Limit,6:F3} {(goal.Holds ? "" : "missed")}");
    }

    /// <summary>Adapter and head on kept encodings, ours and theirs in turn.</summary>
    private static IEnumerable<TrainGoal> Adapters(BenchmarkSet set, TextWriter output)
    {
        using var kept = new KeptEncodings(set);
        var shares = new List<double>();
        for (var round = 0; round < AdapterRounds; round++)
        {
            var ours = kept.Ours();
            if (kept.Theirs() is not { } theirs)
            {
                output.WriteLine("No torch from Python to compare with: apt-get install python3-torch, or set MOE_PYTHON.");
                yield break;
            }

            shares.Add(ours.Seconds / theirs.Seconds);
            output.WriteLine(JsonSerializer.Serialize(new Dictionary<string, object>
            {
                ["benchmark"] = "train",
                ["set"] = set.Name,
                ["model"] = "adapter on kept encodings",
                ["examplesPerCpuSecond"] = Math.Round(set.Train.Length / ours.Seconds),
                ["ofTorch"] = Math.Round(set.Train.Length / theirs.Seconds),
                ["accuracy"] = Math.Round(ours.Accuracy, 4),
                ["accuracyOfTorch"] = Math.Round(theirs.Accuracy, 4),
            }, Plain));
        }

        shares.Sort();
        yield return new TrainGoal($"{set.Name}: adapter on kept encodings, a pass : torch from Python", shares[shares.Count / 2], 1 / TorchTimes);
    }

    private static IEnumerable<TrainFigure> Figures(BenchmarkSet set, FastTextRun? theirs)
    {
        if (theirs is not null)
            yield return new TrainFigure(set.Name, "fastText", theirs.Seconds, Rate(set, Same.Epochs, theirs.Seconds), theirs.Accuracy, theirs.Microseconds, null, true);

        var same = OwnRun.Embedding(set, Same);
        yield return new TrainFigure(
            set.Name, "same model", same.Seconds, Rate(set, Same.Epochs, same.Seconds), same.Accuracy, same.Microseconds, same.Seconds / theirs?.Seconds,
            theirs is null || (same.Seconds <= theirs.Seconds && same.Accuracy >= theirs.Accuracy - AccuracyMargin));

        var embedding = new EmbeddingLearning();
        var quick = OwnRun.Embedding(set, embedding);
        yield return new TrainFigure(set.Name, "embedding, defaults", quick.Seconds, Rate(set, embedding.Epochs, quick.Seconds), quick.Accuracy, quick.Microseconds, quick.Seconds / theirs?.Seconds, true);

        if (set.Name == Twelve)
            yield break;   // a matrix of a million n-grams by 296 classes: this is what experts are for

        var one = OwnRun.Linear(set, OneFit);
        yield return new TrainFigure(set.Name, $"linear, {OneFit.Epochs} passes", one.Seconds, Rate(set, OneFit.Epochs, one.Seconds), one.Accuracy, one.Microseconds, one.Seconds / theirs?.Seconds, true);

        var linear = OwnRun.Linear(set, new NGramLearning());
        yield return new TrainFigure(
            set.Name, "linear, defaults", linear.Seconds, null, linear.Accuracy, linear.Microseconds, linear.Seconds / theirs?.Seconds,
            theirs is null || linear.Accuracy >= theirs.Accuracy);
    }

    /// <summary>Examples seen per CPU second.</summary>
    private static double Rate(BenchmarkSet set, int epochs, double seconds) => set.Train.Length * (double)epochs / seconds;

    private static void WarmUp(BenchmarkSet set)
    {
        var small = set with { Train = set.Train[..Math.Min(1000, set.Train.Length)], Test = set.Test[..Math.Min(1000, set.Test.Length)] };
        for (var round = 0; round < 2; round++)
        {
            OwnRun.Embedding(small, Same);
            OwnRun.Linear(small, new NGramLearning());
        }
    }

    private static void WriteTable(TextWriter output, List<TrainFigure> rows)
    {
        output.WriteLine($"{"set",-17} {"model",-20} {"CPU s",8} {"of fastText",12} {"examples/s",11} {"accuracy",9} {"predict µs",11}");
        foreach (var row in rows)
            output.WriteLine($"{row.Set,-17} {row.Model,-20} {row.Seconds,8:F2} {row.OfFastText,12:F2} {row.ExamplesPerSecond,11:F0} {row.Accuracy,9:P2} {row.Microseconds,11:F1} {(row.Holds ? "" : "over")}");
    }
}
