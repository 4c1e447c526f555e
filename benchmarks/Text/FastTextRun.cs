using System.Globalization;
using MoECollab.NGramExpert.Embedding;
using MoECollab.Text;
using MoECollab.Text.Learning;

namespace MoECollab.Benchmarks.Text;

/// <summary>What fastText reached on a set: CPU seconds of training, accuracy, median microseconds of one prediction.</summary>
internal sealed record FastTextRun(double Seconds, double Accuracy, double Microseconds)
{
    /// <summary>Trains Debian's python3-fasttext (or that of the interpreter that MOE_PYTHON names); null where it is not installed.</summary>
    public static FastTextRun? Of(BenchmarkSet set, EmbeddingLearning settings)
    {
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
            return Run(Write("train.txt", shuffled), Write("test.txt", set.Test), settings);
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

    private static FastTextRun? Run(string train, string test, EmbeddingLearning settings)
    {
        if (PythonScript.Run("fasttext_benchmark.py", train, test, Text(settings.Dimension), Text(settings.LearningRate), Text(settings.Epochs), Text(settings.Scheme.Buckets)) is not { } answer)
            return null;
        double Number(string name) => answer.GetProperty(name).GetDouble();
        return new FastTextRun(Number("seconds"), Number("accuracy"), Number("microseconds"));
    }

    private static string Text<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);
}
