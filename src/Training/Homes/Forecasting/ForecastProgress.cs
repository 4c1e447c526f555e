namespace MoECollab.Training.Homes.Forecasting;

/// <summary>Progress of a fit, with what is left of the whole.</summary>
internal sealed class ForecastProgress(FitForecast forecast, IProgress<TrainingProgress> inner) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) => inner.Report(value with { WholeLeft = forecast.Left(value.Fraction) });
}
