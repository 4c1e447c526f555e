using System.Diagnostics;
using MoECollab.Training;

namespace MoECollab.Text.Learning;

/// <summary>Reports progress a few times a second, and the speed since the stage began. Fits that go on at once take turns.</summary>
internal sealed class LearningProgress(IProgress<TrainingProgress>? receiver)
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);

    private readonly Lock _turn = new();
    private string _stage = "";
    private long _total;
    private long _begun;
    private long _first = -1;
    private long _reported;
    private double _before;
    private double _expected;

    /// <summary>Says how much is to come in all, in examples passed over; what comes out as more counts as it comes.</summary>
    public void Expect(double work) => _expected = work;

    public void Begin(string stage, long total)
    {
        using var turn = _turn.EnterScope();
        _before += _total;
        _stage = stage;
        _total = Math.Max(1, total);
        _begun = _reported = Stopwatch.GetTimestamp();
        _first = -1;
    }

    public void Report(long done)
    {
        if (receiver is null)
            return;
        using var turn = _turn.EnterScope();
        if (_first < 0)
            _first = done;
        if (Stopwatch.GetElapsedTime(_reported) < Between)
            return;
        _reported = Stopwatch.GetTimestamp();
        receiver.Report(new TrainingProgress(_stage, Math.Min(1, (double)done / _total), (done - _first) / Stopwatch.GetElapsedTime(_begun).TotalSeconds) { Overall = (_before + done) / Math.Max(_expected, _before + _total) });
    }
}
