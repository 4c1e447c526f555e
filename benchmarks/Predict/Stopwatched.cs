using System.Diagnostics;
using MoECollab.Inputs;
using MoECollab.Mixture;
using MoECollab.Mixture.Mixing;

namespace MoECollab.Benchmarks.Predict;

/// <summary>Times one system, round by round, so that rounds of several systems can be interleaved.</summary>
internal sealed class Stopwatched(string name, ExpertMixture mixture, BenchmarkTexts texts, double? limit)
{
    private readonly List<double> _medians = [];
    private readonly List<double> _cpu = [];
    private double[] _times = [];

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

    public PredictFigure Figure()
    {
        var right = 0;
        for (var at = 0; at < texts.Inputs.Count; at++)
            right += mixture.Answer(texts.Inputs[at], MixtureRequest.Plain).Label == texts.Labels[at] ? 1 : 0;
        return new PredictFigure(name, _medians, _cpu, _times[_times.Length / 10], _times[_times.Length * 9 / 10], (double)right / texts.Inputs.Count, limit);
    }

    private (double Median, double Cpu) Pass()
    {
        var times = new double[texts.Inputs.Count];
        var cpu = Environment.CpuUsage.TotalTime;
        for (var at = 0; at < times.Length; at++)
            times[at] = Time(texts.Inputs[at]);
        cpu = Environment.CpuUsage.TotalTime - cpu;
        Array.Sort(times);
        _times = times;
        return (times[times.Length / 2], cpu.TotalMicroseconds / times.Length);
    }

    private double Time(RawInput input)
    {
        var began = Stopwatch.GetTimestamp();
        _ = mixture.Answer(input, MixtureRequest.Plain);
        return Stopwatch.GetElapsedTime(began).TotalMicroseconds;
    }
}
