using System.Text.Encodings.Web;
using System.Text.Json;
using MoECollab.NGramExpert.Embedding;
using MoECollab.Text;
using MoECollab.Text.Learning;

namespace MoECollab.Benchmarks.Text;

/// <summary>The n-gram expert beside fastText, on one thread, in CPU time: <c>moe bench train</c>.</summary>
public static class TrainBenchmark
{
    /// <summary>How much lower than fastText's the accuracy of the same model may be.</summary>
    private const double AccuracyMargin = 0.003;

    /// <summary>The share of fastText's CPU time in which the expert's own defaults have to reach its accuracy.</summary>
    private const double OwnShare = 0.5;

    private static readonly string[] Sets = ["stackoverflow20", "clinc150", "ag_news", "biomedical20"];
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
        foreach (var name in Sets)
        {
            if (BenchmarkSet.Read(dataDirectory, name) is not { } set)
            {
                output.WriteLine($"{name} is left out: there is no {name}/train.jsonl and test.jsonl below {dataDirectory}.");
                continue;
            }

            if (rows.Count == 0)
                WarmUp(set);
            var theirs = FastTextRun.Of(set, Same);
            if (theirs is null && rows.Count == 0)
                output.WriteLine("No fastText to compare with: apt-get install python3-fasttext, or set MOE_PYTHON.");
            foreach (var figure in Figures(set, theirs))
            {
                rows.Add(figure);
                output.WriteLine(JsonSerializer.Serialize(figure.Fields(), Plain));
            }
        }

        WriteTable(output, rows);
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

        var linear = OwnRun.Linear(set, new NGramLearning());
        yield return new TrainFigure(
            set.Name, "linear, defaults", linear.Seconds, null, linear.Accuracy, linear.Microseconds, linear.Seconds / theirs?.Seconds,
            theirs is null || (linear.Seconds <= OwnShare * theirs.Seconds && linear.Accuracy >= theirs.Accuracy));
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
