using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MoECollab.Training.Data;

namespace MoECollab.Benchmarks.Predict;

/// <summary>fastText's time for the same texts, in a process of its own.</summary>
internal static class FastTextPredict
{
    private const string Interpreter = "/usr/bin/python3";
    private const string Script = "fasttext_predict.py";

    /// <summary>Measures Debian's python3-fasttext (or that of the interpreter that MOE_PYTHON names); null where it is not installed.</summary>
    public static PredictFigure? Measure(BenchmarkTexts texts, string folder, int dimension, int rounds)
    {
        var interpreter = Environment.GetEnvironmentVariable("MOE_PYTHON") ?? Interpreter;
        if (!File.Exists(interpreter))
            return null;
        var (train, test) = (Path.Combine(folder, "train.txt"), Path.Combine(folder, "texts.txt"));
        if (!File.Exists(train))
        {
            File.WriteAllLines(train, texts.Data.Rows(Split.Train).Select(row => $"__label__{row.UnionLabel.Replace(' ', '_')} {OneLine(row.Text)}"));
            File.WriteAllLines(test, texts.Inputs.Select(input => OneLine(input.Text)));
        }

        string[] arguments = ["-c", ReadScript(), train, test, dimension.ToString(CultureInfo.InvariantCulture), rounds.ToString(CultureInfo.InvariantCulture)];
        using var process = Process.Start(new ProcessStartInfo(interpreter, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.BeginErrorReadLine();
        var answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0 || answer.Length == 0)
            return null;
        using var json = JsonDocument.Parse(answer);
        double[] Numbers(string name) => [.. json.RootElement.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];
        return new PredictFigure($"fastText, d = {dimension}", Numbers("medians"), Numbers("cpu"), json.RootElement.GetProperty("low").GetDouble(), json.RootElement.GetProperty("high").GetDouble(), null, null);
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private static string ReadScript()
    {
        using var stream = typeof(FastTextPredict).Assembly.GetManifestResourceStream(Script)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
