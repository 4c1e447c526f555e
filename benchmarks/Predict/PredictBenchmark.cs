using System.Text.Encodings.Web;
using System.Text.Json;
using static TorchSharp.torch;

namespace MoECollab.Benchmarks.Predict;

/// <summary>From a text to its label in this process, one text at a time, beside fastText: <c>moe bench predict</c>.</summary>
public static class PredictBenchmark
{
    private const double LimitMicroseconds = 100;
    private const int FastTextDimension = 64;
    private const int Rounds = 5;
    private const int MostWarmUps = 12;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Trains small mixtures on the data sets that are there, measures them on held-out texts, and writes a JSON line per figure, then a table.</summary>
    /// <param name="dataDirectory">A folder with <c>SET/train.jsonl</c> and <c>SET/test.jsonl</c>.</param>
    /// <param name="output">Where the figures go.</param>
    public static void Run(string dataDirectory, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        set_num_threads(1);
        var folder = Directory.CreateTempSubdirectory("moe-bench-");
        try
        {
            if (BenchmarkTexts.Read(dataDirectory, folder.CreateSubdirectory("data").FullName) is not { } texts)
            {
                output.WriteLine($"Nothing to measure on: {dataDirectory} has not two of the sets ag_news, clinc150, stackoverflow20, trec6.");
                return;
            }

            List<PredictFigure> figures = [.. Ours(texts, folder.FullName), .. Theirs(texts, folder.FullName)];
            if (figures.TrueForAll(figure => figure.Limit is not null || figure.Accuracy is not null))
                output.WriteLine("No fastText to compare with: apt-get install python3-fasttext, or set MOE_PYTHON.");
            Write(output, texts, figures);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static List<PredictFigure> Ours(BenchmarkTexts texts, string folder)
    {
        using var ngrams = TrainedMixture.OfNGrams(Path.Combine(folder, "ngrams"), texts.Data);
        using var encoder = TrainedMixture.OfEncoder(Path.Combine(folder, "encoder"), texts.Data);
        using var words = TrainedMixture.OfWords(Path.Combine(folder, "words"), texts.Data, FastTextDimension);
        Stopwatched[] systems =
        [
            new("n-gram gate and experts, k = 1", ngrams.With(1), texts, LimitMicroseconds),
            new("n-gram gate and experts, k = 3", ngrams.With(3), texts, null),
            new("encoder, linear gate, adapters, k = 1", encoder.With(1), texts, LimitMicroseconds),
            new($"as fastText reads, d = {FastTextDimension}, k = 1", words.With(1), texts, LimitMicroseconds),
        ];
        foreach (var system in systems)
            system.WarmUp(MostWarmUps);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var system in systems)
                system.Round();
        }

        return [.. systems.Select(system => system.Figure())];
    }

    private static IEnumerable<PredictFigure> Theirs(BenchmarkTexts texts, string folder)
    {
        foreach (var dimension in (int[])[FastTextDimension, 256])
        {
            if (FastTextPredict.Measure(texts, folder, dimension, Rounds) is { } figure)
                yield return figure;
        }
    }

    private static void Write(TextWriter output, BenchmarkTexts texts, List<PredictFigure> figures)
    {
        foreach (var figure in figures)
            output.WriteLine(JsonSerializer.Serialize(figure.Fields(texts.Inputs.Count), Plain));
        var words = texts.Inputs.Average(input => input.Text.Split(' ').Length);
        output.WriteLine($"{texts.Inputs.Count:N0} different texts of {words:F1} words on average, one at a time, one thread; medians of {Rounds} rounds and their range, µs");
        output.WriteLine($"{"",-38} {"median",8} {"range",15} {"p10",7} {"p90",7} {"CPU",7} {"accuracy",9}");
        foreach (var figure in figures)
        {
            var range = $"{figure.Medians.Min():F1} to {figure.Medians.Max():F1}";
            output.WriteLine($"{figure.System,-38} {figure.Median,8:F1} {range,15} {figure.Low,7:F1} {figure.High,7:F1} {figure.MeanCpu,7:F1} {figure.Accuracy,9:P2} {(figure.Holds ? "" : "over")}");
        }
    }
}
