using System.Diagnostics;
using System.Globalization;
using MoECollab.Training;

namespace MoECollab.Cli.Progress;

/// <summary>
/// Shows a training on stderr: a bar that redraws itself on a terminal, a line every few seconds elsewhere, nothing when quiet.
/// Safe to be called from several threads.
/// </summary>
internal sealed class StageProgress(TextWriter error, bool interactive, bool quiet) : IProgress<TrainingProgress>
{
    private const int BarWidth = 24;
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan SettledAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Repeat = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Dictionary<string, Stage> _stages = [];
    private TimeSpan _lastDrawn;
    private string _lastStage = "";

    /// <summary>Progress for this process's stderr.</summary>
    public static StageProgress For(TextWriter error, bool quiet) =>
        new(error, !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb"), quiet);

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        if (quiet)
            return;
        lock (_gate)
        {
            if (!_stages.TryGetValue(value.Stage, out var stage))
                _stages[value.Stage] = stage = new Stage();
            if (!IsDue(value, stage))
                return;
            _lastDrawn = _clock.Elapsed;
            stage.LastLine = _clock.Elapsed;
            Write(value, stage.Watch.Elapsed);
            _lastStage = value.Stage;
        }
    }

    /// <summary>A line that stays.</summary>
    public void Say(string line)
    {
        if (quiet)
            return;
        lock (_gate)
            error.WriteLine(interactive ? $"\r\x1b[K{line}" : line);
    }

    // On a terminal one line is redrawn; elsewhere each stage, of several that run at once, has a line of its own every few seconds.
    private bool IsDue(TrainingProgress value, Stage stage)
    {
        if (value.Fraction >= 1 || stage.LastLine == TimeSpan.Zero)
            return true;
        return interactive
            ? value.Stage != _lastStage || _clock.Elapsed - _lastDrawn >= Redraw
            : _clock.Elapsed - stage.LastLine >= Repeat;
    }

    private void Write(TrainingProgress value, TimeSpan elapsed)
    {
        var fraction = Math.Clamp(value.Fraction, 0, 1);
        var line = $"{value.Stage,-34} {Bar(fraction)} {fraction,4:P0}{Speed(value)}{Left(fraction, elapsed)}{Whole(value.WholeLeft)}{(value.Detail is null ? "" : $"  {value.Detail}")}";
        if (!interactive)
            error.WriteLine(line);
        else if (fraction >= 1)
            error.WriteLine($"\r\x1b[K{line}");
        else
            error.Write($"\r\x1b[K{line}");
    }

    private static string Bar(double fraction)
    {
        var full = (int)(fraction * BarWidth);
        return $"[{new string('#', full)}{new string('.', BarWidth - full)}]";
    }

    private static string Speed(TrainingProgress value) => value.ExamplesPerSecond > 0 ? $" {value.ExamplesPerSecond,9:N0} examples/s" : "";

    private static string Left(double fraction, TimeSpan elapsed) => fraction switch
    {
        >= 1 => $"  {elapsed.TotalSeconds:F1} s",
        > 0.01 when elapsed > SettledAfter => $"  {elapsed.TotalSeconds * (1 - fraction) / fraction:F0} s left",
        _ => "",
    };

    private static string Whole(TimeSpan? left) => left switch
    {
        null => "",
        { TotalMinutes: >= 2 } some => string.Create(CultureInfo.InvariantCulture, $"  about {some.TotalMinutes:F0} min in all"),
        { } some => string.Create(CultureInfo.InvariantCulture, $"  about {Math.Max(1, some.TotalSeconds):F0} s in all"),
    };

    private sealed class Stage
    {
        public Stopwatch Watch { get; } = Stopwatch.StartNew();

        /// <summary>When its last line was written; zero before the first.</summary>
        public TimeSpan LastLine { get; set; }
    }
}
