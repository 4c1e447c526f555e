using MoECollab.Torch;
using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using MoECollab.Training.Data;

namespace MoECollab.Benchmarks.Predict;

/// <summary>From a text to its label in this process, one text at a time, beside fastText and torch from Python: <c>./moe bench predict</c>.</summary>
public static class PredictBenchmark
{
    private const int Small = 64;
    private const int Large = 256;
    private const int Rounds = 5;
    private const int MostWarmUps = 12;
    private const int EncoderCharacters = 4;
    private const double TorchShare = 0.1;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Trains small mixtures on the data sets that are there, measures them on held-out texts, and writes a JSON line per figure, then tables.</summary>
    /// <param name="dataDirectory">A folder with <c>SET/train.jsonl</c> and <c>SET/test.jsonl</c>.</param>
    /// <param name="output">Where the figures go.</param>
    public static void Run(string dataDirectory, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        Libtorch.SetThreads(1);
        var folder = Directory.CreateTempSubdirectory("moe-bench-");
        try
        {
            if (BenchmarkTexts.Read(dataDirectory, folder.CreateSubdirectory("data").FullName) is not { } texts)
            {
                output.WriteLine($"Nothing to measure on: {dataDirectory} has not two of the sets ag_news, clinc150, stackoverflow20, trec6.");
                return;
            }

            Measure(texts, folder.FullName, output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Measure(BenchmarkTexts texts, string folder, TextWriter output)
    {
        using var ngrams = TrainedMixture.OfNGrams(Path.Combine(folder, "ngrams"), texts.Data);
        using var encoder = TrainedMixture.OfEncoder(Path.Combine(folder, "encoder"), texts.Data);
        using var words = TrainedMixture.OfWords(Path.Combine(folder, "words"), texts.Data, Small);
        using var wideWords = TrainedMixture.OfWords(Path.Combine(folder, "wide-words"), texts.Data, Large);
        Stopwatched small, wide, large, characters;
        Stopwatched[] ours =
        [
            small = Stopwatched.Of($"as fastText reads, d = {Small}, k = 1", words.With(1), texts, null),
            wide = Stopwatched.Of($"as fastText reads, d = {Large}, k = 1", wideWords.With(1), texts, null),
            large = Stopwatched.Of($"encoder, gate, adapters, d = {Large}, k = 1", encoder.With(1), texts, null),
            characters = Stopwatched.Of("n-gram gate and experts, k = 1", ngrams.With(1), texts, null),
            Stopwatched.Of("n-gram gate and experts, k = 3", ngrams.With(3), texts, null),
            .. TenWords.Of(texts),
        ];
        foreach (var system in ours)
            system.WarmUp(MostWarmUps);

        var files = Files(texts, folder);
        string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
        PythonPeer? FastText(string name, int dimension, int shortest, int longest) =>
            PythonPeer.Start($"fastText{name}, d = {dimension}", "fasttext_predict.py", [.. files, Number(dimension), Number(shortest), Number(longest)]);
        PythonPeer? Torch(string name, int dimension, int length) => PythonPeer.Start($"torch from Python{name}, d = {dimension}", "torch_predict.py", [.. files, Number(dimension), Number(length)]);
        using var fastText = FastText("", Small, 0, 0);
        using var largeFastText = FastText("", Large, 0, 0);
        using var fastTextCharacters = FastText(" with characters", Small, 2, 5);
        using var torch = Torch("", Small, 0);
        using var largeTorch = Torch("", Large, 0);
        using var torchCharacters = Torch(" with characters", Large, EncoderCharacters);
        if (fastText is null)
            output.WriteLine("No fastText to compare with: apt-get install python3-fasttext, or set MOE_PYTHON.");
        if (torch is null)
            output.WriteLine("No torch from Python to compare with: apt-get install python3-torch, or set MOE_PYTHON.");
        PythonPeer[] theirs = [.. new[] { fastText, largeFastText, fastTextCharacters, torch, largeTorch, torchCharacters }.OfType<PythonPeer>()];
        Alternate(ours, theirs);

        List<PredictGoal> goals = [];
        void Compare(Stopwatched own, PythonPeer? peer, double? limit)
        {
            if (peer is not null)
                goals.Add(PredictGoal.Of(own.Figure(), peer.Figure(), limit));
        }

        Compare(small, fastText, 1);
        Compare(wide, largeFastText, 1);
        Compare(large, largeFastText, 1);
        Compare(characters, fastTextCharacters, 1);
        Compare(characters, fastText, null);
        Compare(small, torch, TorchShare);
        Compare(wide, largeTorch, TorchShare);
        Compare(large, torchCharacters, TorchShare);
        Write(output, texts, [.. ours.Select(system => system.Figure()), .. theirs.Select(peer => peer.Figure())], goals);
    }

    /// <summary>All on one processor, in turn. Ours is moved there when it is warm, as its compiler works on threads of its own.</summary>
    private static void Alternate(Stopwatched[] ours, PythonPeer[] theirs)
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            using var self = Process.GetCurrentProcess();
            self.ProcessorAffinity = 1;
        }

        foreach (var peer in theirs)
            peer.Pin(1);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var system in ours)
                system.Round();
            foreach (var peer in theirs)
                peer.Round();
        }
    }

    private static string[] Files(BenchmarkTexts texts, string folder)
    {
        var (train, test) = (Path.Combine(folder, "train.txt"), Path.Combine(folder, "texts.txt"));
        File.WriteAllLines(train, texts.Data.Rows(Split.Train).Select(row => $"__label__{row.UnionLabel.Replace(' ', '_')} {row.Text.ReplaceLineEndings(" ")}"));
        File.WriteAllLines(test, texts.Inputs.Select(input => input.Text.ReplaceLineEndings(" ")));
        return [train, test];
    }

    private static void Write(TextWriter output, BenchmarkTexts texts, PredictFigure[] figures, List<PredictGoal> goals)
    {
        foreach (var figure in figures)
            output.WriteLine(JsonSerializer.Serialize(figure.Fields(texts.Inputs.Count), Plain));
        foreach (var goal in goals)
            output.WriteLine(JsonSerializer.Serialize(goal.Fields(), Plain));
        var words = texts.Inputs.Average(input => input.Text.Split(' ').Length);
        output.WriteLine($"{texts.Inputs.Count:N0} different texts of {words:F1} words on average, one at a time, one thread on one processor; medians of {Rounds} rounds in turn and their range, µs");
        output.WriteLine($"{"",-44} {"median",8} {"range",16} {"p10",7} {"p90",7} {"CPU",7} {"accuracy",9}");
        foreach (var figure in figures)
        {
            var range = $"{figure.Medians.Min():F1} to {figure.Medians.Max():F1}";
            output.WriteLine($"{figure.System,-44} {figure.Median,8:F2} {range,16} {figure.Low,7:F2} {figure.High,7:F2} {figure.MeanCpu,7:F2} {figure.Accuracy,9:P2} {(figure.Holds ? "" : "over")}");
        }

        output.WriteLine();
        output.WriteLine($"{"ours : theirs, CPU time",-80} {"share",7} {"range",16} {"limit",6}");
        foreach (var goal in goals)
        {
            var range = $"{goal.Range.Least:F3} to {goal.Range.Most:F3}";
            output.WriteLine($"{goal.Name,-80} {goal.Share,7:F3} {range,16} {goal.Limit,6} {(goal.Holds ? "" : "missed")}");
        }
    }
}
