using MoECollab.Training.Calibration;

namespace MoECollab.Training.Tests.Calibration;

public sealed class TemperatureFitTests
{
    [Fact]
    public void Minimise_finds_the_temperature_at_which_probabilities_are_right()
    {
        // Two classes, logit margin 4, right in 3 of 4 rows: calibrated where 1 / (1 + e^(−4/T)) = 3/4, so T = 4 / ln 3 = 3.641.
        var scores = new ValidationLogits([4, 0, 4, 0, 4, 0, 4, 0], 2, [0, 0, 0, 1]);

        var temperature = TemperatureFit.Minimise(scores.NegativeLogLikelihood);

        Assert.Equal(4 / Math.Log(3), temperature, 3);
        Assert.Equal(0.75, scores.Accuracy());
    }

    [Fact]
    public void Minimise_keeps_one_where_nothing_is_better()
    {
        Assert.Equal(1, TemperatureFit.Minimise(_ => 0.5));
    }

    [Fact]
    public void NegativeLogLikelihood_stays_finite_where_the_right_class_got_nothing()
    {
        var scores = new ValidationLogits([0, float.NegativeInfinity], 2, [1]);

        Assert.True(double.IsFinite(scores.NegativeLogLikelihood(1)));
    }
}
