using Microsoft.Extensions.Time.Testing;
using MoECollab.Training.Homes.Forecasting;

namespace MoECollab.Training.Tests.Homes;

public sealed class FitForecastTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FitForecast _forecast;

    public FitForecastTests() => _forecast = new FitForecast(new Dictionary<FitStage, double> { [FitStage.Experts] = 100, [FitStage.Gate] = 50, [FitStage.Refit] = 10 }, _time);

    [Fact]
    public void Nothing_is_said_before_anything_is_known()
    {
        _forecast.Begin(FitStage.Experts, tellsHowFar: true);

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Null(_forecast.Left(0.01));
    }

    [Fact]
    public void Stages_behind_are_told_by_the_speed_of_those_before()
    {
        _forecast.Begin(FitStage.Experts, tellsHowFar: true);
        _forecast.Left(0);
        _time.Advance(TimeSpan.FromSeconds(1));
        _forecast.Left(0.01);
        _time.Advance(TimeSpan.FromSeconds(49));

        var left = _forecast.Left(0.5);

        // 49 units in 49 seconds: 50 units of this stage are left, and 60 behind it.
        Assert.Equal(110, left!.Value.TotalSeconds, 0.5);
    }

    [Fact]
    public void A_learner_that_reports_no_number_is_passed_over()
    {
        _forecast.Begin(FitStage.Experts, tellsHowFar: true);
        _forecast.Left(0);
        _time.Advance(TimeSpan.FromSeconds(1));
        _forecast.Left(0.01);
        _time.Advance(TimeSpan.FromSeconds(49));
        _forecast.Left(double.NaN);

        var left = _forecast.Left(0.5);

        Assert.Equal(110, left!.Value.TotalSeconds, 0.5);
    }

    [Fact]
    public void A_stage_that_does_not_tell_how_far_it_is_is_told_by_its_time()
    {
        _forecast.Begin(FitStage.Experts, tellsHowFar: true);
        _time.Advance(TimeSpan.FromSeconds(200));
        _forecast.Begin(FitStage.Gate, tellsHowFar: false);
        _time.Advance(TimeSpan.FromSeconds(60));

        var left = _forecast.Left(0.9);

        // Two seconds a unit: 100 for the gate, 60 of them gone, and 20 behind it.
        Assert.Equal(60, left!.Value.TotalSeconds, 0.5);
        _time.Advance(TimeSpan.FromSeconds(600));
        Assert.Equal(25, _forecast.Left(0.1)!.Value.TotalSeconds, 0.5);   // late, and not over
    }

    [Fact]
    public void What_an_earlier_run_had_finished_says_nothing_of_speed()
    {
        _forecast.Begin(FitStage.Experts, tellsHowFar: true);
        _forecast.Left(0.8);
        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.Null(_forecast.Left(0.8));

        _time.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(70, _forecast.Left(0.9)!.Value.TotalSeconds, 1);   // ten units in ten seconds, ten and sixty left
    }
}
