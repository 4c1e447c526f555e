namespace MoECollab.Training.Homes.Forecasting;

/// <summary>
/// About how long a whole fit still takes. Each stage has an amount of work, its rows times what a row costs there beside the other stages (measured
/// on twelve domains, see <c>docs/fit.md</c>); how long a unit of work takes on this machine is what the stages so far have shown. Only a stage that tells how far it
/// is as a whole shows it while it runs; of the others it is known when they are over. What an earlier run had finished counts neither as work nor as time.
/// Safe to be called from several threads.
/// </summary>
internal sealed class FitForecast
{
    // Before this nobody can say; what a killed run left finished is reported in this time too.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    private const double LeastLeftOfStage = 0.05;   // a stage that lasts longer than was thought is not over

    private readonly Dictionary<FitStage, double> _work;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private double _doneWork;
    private double _doneSeconds;
    private FitStage? _stage;
    private bool _tellsHowFar;
    private long _begun;
    private double _settledFraction;
    private double _settledSeconds;
    private double _fraction;

    /// <param name="work">The stages that the fit has, and the work of each.</param>
    /// <param name="time">Measures.</param>
    public FitForecast(IReadOnlyDictionary<FitStage, double> work, TimeProvider time)
    {
        _work = work.ToDictionary();
        _time = time;
    }

    /// <summary>Ends the stage before, and begins one.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="tellsHowFar">Whether its fractions are of the whole stage.</param>
    public void Begin(FitStage stage, bool tellsHowFar)
    {
        lock (_lock)
        {
            End();
            (_stage, _tellsHowFar, _begun) = (stage, tellsHowFar, _time.GetTimestamp());
            (_settledFraction, _settledSeconds, _fraction) = (0, 0, 0);
        }
    }

    /// <summary>What is left of everything; null while nothing is known of this machine.</summary>
    /// <param name="fraction">How far the stage that runs says it is.</param>
    public TimeSpan? Left(double fraction)
    {
        lock (_lock)
        {
            if (_stage is not { } stage || !_work.TryGetValue(stage, out var work)) return null;
            var elapsed = _time.GetElapsedTime(_begun).TotalSeconds;
            // A plugin's learner may report anything.
            if (_tellsHowFar && double.IsFinite(fraction)) _fraction = Math.Max(_fraction, Math.Clamp(fraction, 0, 1));
            if (elapsed < Settling.TotalSeconds) (_settledFraction, _settledSeconds) = (_fraction, elapsed);
            var (shownWork, shownSeconds) = (_doneWork, _doneSeconds);
            if (_tellsHowFar && _fraction > _settledFraction)
            {
                shownWork += (_fraction - _settledFraction) * work;
                shownSeconds += elapsed - _settledSeconds;
            }

            if (shownWork <= 0 || shownSeconds < Settling.TotalSeconds / 2) return null;
            var secondsPerUnit = shownSeconds / shownWork;
            var later = _work.Where(pair => pair.Key > stage).Sum(pair => pair.Value);
            var now = _tellsHowFar ? work * (1 - _fraction) : Math.Max(work * LeastLeftOfStage, work - (elapsed / secondsPerUnit));
            return TimeSpan.FromSeconds(secondsPerUnit * (now + later));
        }
    }

    private void End()
    {
        if (_stage is not { } stage || !_work.TryGetValue(stage, out var work)) return;
        var seconds = _time.GetElapsedTime(_begun).TotalSeconds;
        // Over at once: an earlier run had finished it.
        if (seconds < Settling.TotalSeconds / 2) return;
        _doneWork += work * (1 - _settledFraction);
        _doneSeconds += seconds - _settledSeconds;
    }
}
