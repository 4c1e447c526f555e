using System.Diagnostics;
using MoECollab.Inputs;
using MoECollab.Mixture;
using MoECollab.Mixture.Mixing;

namespace MoECollab.Benchmarks.Predict;

/// <summary>Times one system, round by round, so that rounds of several systems can be interleaved.</summary>
/// <param name="name">What it is called.</param>
/// <param name="count">How many texts there are.</param>
/// <param name="answer">Answers the text of a number.</param>
/// <param name="limit">What the median must stay below.</param>
/// <param name="accuracy">How many of the answers are right; null where they are no labels.</param>
internal sealed class Stopwatched(string name, int count, Action<int> answer, double? limit, Func<double>? accuracy)
{
    private readonly List<double> _medians = [];
    private readonly List<double> _cpu = [];
    private double[] _times = [];

    /// <summary>A mixture.</summary>
    public static Stopwatched Of(string name, ExpertMixture mixture, BenchmarkTexts texts, double? limit)
    {
        string? Label(RawInput input) => mixture.Answer(input, MixtureRequest.Plain).Label;
        double Accuracy() => texts.Inputs.Zip(texts.Labels).Average(one => Label(one.First) == one.Second ? 1.0 : 0.0);
        return new Stopwatched(name, texts.Inputs.Count, text => Label(texts.Inputs[text]), limit, Accuracy);
    }

    /// <summary>Answers every text once and keeps the times.</summary>
    public void Round()
    {
        var (median, cpu) = Pass();
        _medians.Add(median);
        _cpu.Add(cpu);
    }

    /// <summary>Answers every text until two rounds agree, as the runtime recompiles what it finds hot.</summary>
    public void WarmUp(int most)
    {
        var before = double.MaxValue;
        for (var round = 0; round < most; round++)
        {
            var (median, _) = Pass();
            if (Math.Abs(median - before) < 0.03 * before)
                return;
            before = median;
        }
    }

    public PredictFigure Figure() => new(name, _medians, _cpu, _times[_times.Length / 10], _times[_times.Length * 9 / 10], accuracy?.Invoke(), limit);

    private (double Median, double Cpu) Pass()
    {
        var times = new double[count];
        var cpu = Environment.CpuUsage.TotalTime;
        for (var at = 0; at < times.Length; at++)
            times[at] = Time(at);
        cpu = Environment.CpuUsage.TotalTime - cpu;
        Array.Sort(times);
        _times = times;
        return (times[times.Length / 2], cpu.TotalMicroseconds / times.Length);
    }

    private double Time(int text)
    {
        var began = Stopwatch.GetTimestamp();
        answer(text);
        return Stopwatch.GetElapsedTime(began).TotalMicroseconds;
    }
}
