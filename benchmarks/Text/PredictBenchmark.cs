using System.Diagnostics;
using System.Text.Json;
using MoECollab.Inputs;
using MoECollab.Mixture;
using MoECollab.Mixture.Mixing;
using MoECollab.NGramExpert.Embedding;
using MoECollab.Text;

namespace MoECollab.Benchmarks.Text;

/// <summary>One text through a whole mixture in the process, tokenising included, on one thread: <c>moe bench predict</c>.</summary>
public static class PredictBenchmark
{
    private const int Texts = 10_000;
    private const double LimitMicroseconds = 100;

    private static readonly string[] Sets = ["stackoverflow20", "clinc150", "trec6"];

    /// <summary>fastText at its usual size beside it; its accuracy plays no part here, so a few passes are enough.</summary>
    private static readonly EmbeddingLearning FastTextSettings = new() { Scheme = new NGramScheme { Buckets = 1 << 18 }, Dimension = 64, LearningRate = 0.5f, Epochs = 5 };

    /// <summary>Trains an n-gram expert for each set that is there and a gate over them, answers 10,000 different texts with one expert each, and writes the median.</summary>
    /// <param name="dataDirectory">A folder with <c>SET/train.jsonl</c> and <c>SET/test.jsonl</c>.</param>
    /// <param name="output">Where the figures go.</param>
    /// <returns>Whether the median is within its limit.</returns>
    public static bool Run(string dataDirectory, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        BenchmarkSet[] sets = [.. Sets.Select(name => BenchmarkSet.Read(dataDirectory, name)).OfType<BenchmarkSet>()];
        if (sets.Length < 2)
        {
            output.WriteLine($"Nothing to measure: at least two of {string.Join(", ", Sets)} are needed below {dataDirectory}, each with train.jsonl and test.jsonl.");
            return false;
        }

        using var parts = new BenchmarkMixture(sets);
        string[] texts = [.. sets.SelectMany(set => set.Train).Select(row => row.Text).Distinct(StringComparer.Ordinal)];
        new Random(1).Shuffle(texts);
        texts = texts[..Math.Min(Texts, texts.Length)];
        var words = texts.Average(text => text.Count(char.IsWhiteSpace) + 1.0);

        // Twice over all texts to warm up; a text comes again only after 10,000 others.
        Measure(parts.Mixture, texts);
        Measure(parts.Mixture, texts);
        var own = Measure(parts.Mixture, texts);
        Write(output, "mixture, n-gram gate, 1 of " + sets.Length + " experts", own, words, own <= LimitMicroseconds);
        if (FastTextRun.Of(BenchmarkMixture.Joint(sets), FastTextSettings) is { } theirs)
            Write(output, "fastText, 64 dimensions, all labels", theirs.Microseconds, words, true);
        else
            output.WriteLine("No fastText to compare with: apt-get install python3-fasttext, or set MOE_PYTHON.");
        return own <= LimitMicroseconds;
    }

    /// <summary>Median microseconds of one answer.</summary>
    private static double Measure(ExpertMixture mixture, string[] texts)
    {
        var times = new double[texts.Length];
        for (var at = 0; at < texts.Length; at++)
        {
            var input = new RawInput(texts[at]);
            var began = Stopwatch.GetTimestamp();
            mixture.Answer(input, MixtureRequest.Plain);
            times[at] = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
        }

        Array.Sort(times);
        return times[times.Length / 2];
    }

    private static void Write(TextWriter output, string name, double microseconds, double words, bool holds)
    {
        output.WriteLine(JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["benchmark"] = "predict",
            ["name"] = name,
            ["medianMicroseconds"] = Math.Round(microseconds, 2),
            ["wordsPerText"] = Math.Round(words, 1),
            ["holds"] = holds,
        }));
        output.WriteLine($"{name,-50} {microseconds,8:F1} µs a text of {words:F1} words {(holds ? "" : "over")}");
    }
}
