using MoECollab.Inputs;
using MoECollab.Torch;

namespace MoECollab.Training.Measuring;

/// <summary>Time to answer one input at a time, on one thread.</summary>
internal static class Latency
{
    private const int MostInputs = 2000;
    private const int WarmUp = 200;

    /// <summary>The median in microseconds; null without inputs. Every input is another one: a repeated one would be in the cache.</summary>
    /// <param name="inputs">The inputs; 2,000 of them, evenly spread, are used.</param>
    /// <param name="answer">Answers one input.</param>
    /// <param name="time">The clock.</param>
    public static double? Median(IReadOnlyList<RawInput> inputs, Action<RawInput> answer, TimeProvider time)
    {
        if (inputs.Count == 0) return null;
        Libtorch.SetThreads(1);
        var count = Math.Min(MostInputs, inputs.Count);
        RawInput[] chosen = [.. Enumerable.Range(0, count).Select(i => inputs[(int)((long)i * inputs.Count / count)])];
        foreach (var input in chosen.Take(WarmUp)) answer(input);
        var microseconds = new double[count];
        for (var i = 0; i < count; i++)
        {
            var begin = time.GetTimestamp();
            answer(chosen[i]);
            microseconds[i] = time.GetElapsedTime(begin).TotalMicroseconds;
        }

        Array.Sort(microseconds);
        return microseconds[count / 2];
    }
}
