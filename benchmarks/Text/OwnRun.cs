using System.Diagnostics;
using MoECollab.NGramExpert.Embedding;
using MoECollab.NGramExpert.Models;
using MoECollab.Text.Learning;

namespace MoECollab.Benchmarks.Text;

/// <summary>What one of our models reached on a set: CPU seconds of training, reading included; accuracy; median microseconds from text to probabilities.</summary>
internal sealed record OwnRun(double Seconds, double Accuracy, double Microseconds)
{
    private const int MostPredictions = 10_000;

    public static OwnRun Embedding(BenchmarkSet set, EmbeddingLearning settings) =>
        Measure(set, () => EmbeddingLearner.Train(set.Train, [], set.Classes, settings, CancellationToken.None));

    public static OwnRun Linear(BenchmarkSet set, NGramLearning settings) =>
        Measure(set, () => new LinearModel(NGramLearner.Train(set.Train, [], set.Classes, settings, CancellationToken.None)));

    private static OwnRun Measure(BenchmarkSet set, Func<INGramModel> train)
    {
        var before = Environment.CpuUsage.TotalTime;
        var model = train();
        var seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;

        var probabilities = new float[set.Classes];
        var right = 0;
        foreach (var row in set.Test)
        {
            model.Probabilities(row.Text, probabilities);
            right += Array.IndexOf(probabilities, probabilities.Max()) == row.Class ? 1 : 0;
        }

        // Every text is another one, as in service: a repeated text would find its rows in the cache. The pass above has warmed the code.
        var times = new List<double>();
        foreach (var row in set.Train.Take(MostPredictions))
        {
            var began = Stopwatch.GetTimestamp();
            model.Probabilities(row.Text, probabilities);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds);
        }

        times.Sort();
        return new OwnRun(seconds, (double)right / set.Test.Length, times[times.Count / 2]);
    }
}
