using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MoECollab.NGramExpert.Embedding;
using MoECollab.Text;
using MoECollab.Text.Learning;

namespace MoECollab.Benchmarks.Text;

/// <summary>What fastText reached on a set: CPU seconds of training, accuracy, median microseconds of one prediction.</summary>
internal sealed record FastTextRun(double Seconds, double Accuracy, double Microseconds)
{
    private const string Interpreter = "/usr/bin/python3";
    private const string Script = "fasttext_benchmark.py";

    /// <summary>Trains Debian's python3-fasttext (or that of the interpreter that MOE_PYTHON names); null where it is not installed.</summary>
    public static FastTextRun? Of(BenchmarkSet set, EmbeddingLearning settings)
    {
        var interpreter = Environment.GetEnvironmentVariable("MOE_PYTHON") ?? Interpreter;
        if (!File.Exists(interpreter))
            return null;
        var folder = Directory.CreateTempSubdirectory("moe-bench-");
        try
        {
            string Write(string name, LabelledText[] rows)
            {
                var path = Path.Combine(folder.FullName, name);
                File.WriteAllLines(path, rows.Select(row => $"__label__{row.Class} {Words(row.Text)}"));
                return path;
            }

            // It takes rows in the order of the file, and a file that is sorted by label would be learned badly.
            var shuffled = set.Train.ToArray();
            new Random(1).Shuffle(shuffled);
            return Run(interpreter, Write("train.txt", shuffled), Write("test.txt", set.Test), settings);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The words that our own tokeniser sees, so that both learn from the same.</summary>
    private static string Words(string text)
    {
        var words = new List<string>();
        Span<int> kept = stackalloc int[TokenReader.KeptCodePoints];
        var reader = new TokenReader(text, kept);
        while (reader.Read())
        {
            if (reader.Kind == TokenKind.Word)
                words.Add(string.Concat(reader.CodePoints.ToArray().Select(char.ConvertFromUtf32)));
        }

        return string.Join(' ', words);
    }

    private static FastTextRun? Run(string interpreter, string train, string test, EmbeddingLearning settings)
    {
        var arguments = new ProcessStartInfo(interpreter) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["-c", ReadScript(), train, test, Text(settings.Dimension), Text(settings.LearningRate), Text(settings.Epochs), Text(settings.Scheme.Buckets)])
            arguments.ArgumentList.Add(argument);
        using var process = Process.Start(arguments)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0 || answer.Length == 0)
            return null;
        using var json = JsonDocument.Parse(answer);
        double Number(string name) => json.RootElement.GetProperty(name).GetDouble();
        return new FastTextRun(Number("seconds"), Number("accuracy"), Number("microseconds"));
    }

    private static string Text<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    private static string ReadScript()
    {
        using var stream = typeof(FastTextRun).Assembly.GetManifestResourceStream(Script)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
