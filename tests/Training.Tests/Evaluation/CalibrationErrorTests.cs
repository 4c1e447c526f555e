using MoECollab.Training.Evaluation;

namespace MoECollab.Training.Tests.Evaluation;

public class CalibrationErrorTests
{
    [Fact]
    public void Error_is_that_worked_by_hand()
    {
        double[] confidence = [0.9, 0.8, 0.3, 0.2];
        bool[] right = [true, false, true, false];

        // two bins: above .5 accuracy .5, confidence .85; below .5 accuracy .5, confidence .25: (2·.35 + 2·.25)/4
        Assert.Equal(0.3, CalibrationError.Of(confidence, right, bins: 2), 12);
    }

    [Fact]
    public void Edges_belong_to_the_lower_bin()
    {
        // 0.5 falls into (0, 0.5] and 0 into the first bin too: one bin with surplus (1 − .5) + (0 − 0)
        Assert.Equal(0.25, CalibrationError.Of([0.5, 0], [true, false], bins: 2), 12);
    }

    [Fact]
    public void Certain_and_right_has_no_error() => Assert.Equal(0, CalibrationError.Of([1, 1], [true, true]));

    [Fact]
    public void What_is_no_probability_is_refused() =>
        Assert.Throws<ArgumentException>(() => CalibrationError.Of([1.5], [true]));
}
