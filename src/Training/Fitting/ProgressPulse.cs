namespace MoECollab.Training.Fitting;

/// <summary>Passes progress on, a few times a second at most, with the speed since the last report.</summary>
internal sealed class ProgressPulse(IProgress<TrainingProgress>? progress, TimeProvider time, string stage)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private long _lastReport = time.GetTimestamp();
    private long _examplesSince;
    private double _speed;

    /// <summary>Counts examples and reports where a report is due.</summary>
    /// <param name="examples">Examples done since the last call.</param>
    /// <param name="fraction">0 to 1.</param>
    /// <param name="loss">Recent mean loss in nats; NaN where there is none.</param>
    public void Advance(int examples, double fraction, double loss = double.NaN)
    {
        _examplesSince += examples;
        if (time.GetElapsedTime(_lastReport) >= Interval) Report(fraction, loss);
    }

    /// <summary>Reports now.</summary>
    public void Report(double fraction, double loss = double.NaN)
    {
        var seconds = time.GetElapsedTime(_lastReport).TotalSeconds;
        if (seconds > 0 && _examplesSince > 0) _speed = _examplesSince / seconds;
        _examplesSince = 0;
        _lastReport = time.GetTimestamp();
        progress?.Report(new TrainingProgress(stage, Math.Clamp(fraction, 0, 1), _speed, loss));
    }
}
