using System.Globalization;
using MoECollab.Experts;
using MoECollab.Inputs;
using MoECollab.Outputs;
using static TorchSharp.torch;

namespace ServedPlugin;

/// <summary>
/// Gives its first label 0.75. Where its package says <c>faulty</c>, texts make it fail: <c>throw!</c>, <c>tell!</c> (throws the text), <c>nan!</c>, <c>inf!</c>, <c>shape!</c>, <c>huge!</c>,
/// <c>hang!</c> (2 s and more), <c>patient!</c> (10 s, or until nobody waits any more), <c>slow!</c> (60 ms), <c>leave!</c> (a tensor stays behind).
/// Where its package says <c>needs=Text</c>, it reads no hidden vectors.
/// Where its package names a folder as <c>turnstile</c>, its calls with texts that say <c>turn!</c>, or what it names as <c>turns</c>, write <c>N.here</c> there, counted from 1, and wait for a file <c>N</c>.
/// </summary>
internal sealed class FickleExpert(ExpertContext context) : IExpert
{
    private readonly bool _isFaulty = context.Options.GetValueOrDefault("faulty") == "true";
    private readonly int _pause = int.Parse(context.Options.GetValueOrDefault("pauseMs", "0"), CultureInfo.InvariantCulture);
    private readonly string? _turnstile = context.Options.GetValueOrDefault("turnstile");
    private readonly string _turning = context.Options.GetValueOrDefault("turns", "turn!");
    private int _turns;

    public OutputSpace Output { get; } = new ClassSpace(context.Labels);

    public ExpertTraits Traits { get; } = new() { WeightBytes = 1024, ParameterCount = 256, MultiplyAdds = 1, Needs = Enum.Parse<InputNeeds>(context.Options.GetValueOrDefault("needs", nameof(InputNeeds.Hidden))) };

    public ExpertOutput Run(ExpertBatch batch)
    {
        Pause(_pause);
        if (_turnstile is not null && batch.Inputs.Any(input => input.Text.Contains(_turning, StringComparison.Ordinal)))
            Turn(Path.Combine(_turnstile, $"{Interlocked.Increment(ref _turns)}"));
        if (_isFaulty && batch.Inputs.Any(input => input.Text.Contains("patient!", StringComparison.Ordinal)))
        {
            batch.Cancellation.WaitHandle.WaitOne(10_000);
            batch.Cancellation.ThrowIfCancellationRequested();
        }

        var (rows, classes) = (batch.Inputs.Count, context.Labels.Count);
        var values = new float[rows * classes];
        for (var row = 0; row < rows; row++)
        {
            for (var label = 0; label < classes; label++)
                values[(row * classes) + label] = label == 0 ? classes == 1 ? 1f : 0.75f : 0.25f / (classes - 1);
            if (_isFaulty && Misbehave(batch.Inputs[row].Text))
                values[row * classes] = batch.Inputs[row].Text.Contains("inf!", StringComparison.Ordinal) ? float.PositiveInfinity : float.NaN;
        }

        var shape = _isFaulty && batch.Inputs.Any(input => input.Text.Contains("shape!", StringComparison.Ordinal)) ? new long[] { classes, rows, 1 } : [rows, classes];
        return ExpertOutput.FromProbabilities(tensor(values, shape, device: context.Device));
    }

    public void Dispose()
    {
    }

    private static bool Misbehave(string text)
    {
        if (text.Contains("throw!", StringComparison.Ordinal))
            throw new InvalidOperationException("thrown on purpose");
        if (text.Contains("tell!", StringComparison.Ordinal))
            throw new InvalidOperationException(text);
        if (text.Contains("huge!", StringComparison.Ordinal))
            zeros([1L << 46]).Dispose();
        if (text.Contains("hang!", StringComparison.Ordinal))
            Pause(2500);
        if (text.Contains("leave!", StringComparison.Ordinal))
            ones(1).DetachFromDisposeScope();
        if (text.Contains("slow!", StringComparison.Ordinal))
            Pause(60);
        return text.Contains("nan!", StringComparison.Ordinal) || text.Contains("inf!", StringComparison.Ordinal);
    }

    private static void Turn(string turn)
    {
        File.WriteAllText(turn + ".here", "");
        while (!File.Exists(turn))
            Pause(5);
    }

    private static void Pause(int milliseconds)
    {
        if (milliseconds == 0)
            return;
        using var never = new ManualResetEventSlim();
        never.Wait(milliseconds);
    }
}
