using MoECollab.Training.Evaluation;

namespace MoECollab.Training.Tests.Evaluation;

public class PairedBootstrapTests
{
    [Fact]
    public void Interval_is_close_to_the_normal_one()
    {
        // 60 rows alike, 30 where only the first is right, 10 where only the second: mean .2, variance .4 − .04
        bool[] first = [.. Enumerable.Repeat(true, 60), .. Enumerable.Repeat(true, 30), .. Enumerable.Repeat(false, 10)];
        bool[] second = [.. Enumerable.Repeat(true, 60), .. Enumerable.Repeat(false, 30), .. Enumerable.Repeat(true, 10)];

        var interval = PairedBootstrap.Accuracy(first, second, seed: 1);

        var margin = 1.96 * 0.6 / Math.Sqrt(100);
        Assert.Equal(0.2, interval.Difference, 12);
        Assert.Equal(0.2 - margin, interval.Lower, 0.02);
        Assert.Equal(0.2 + margin, interval.Upper, 0.02);
        Assert.True(interval.IsGain);
    }

    [Fact]
    public void Equal_seeds_give_equal_intervals()
    {
        bool[] first = [true, false, true, true, false, true];
        bool[] second = [true, true, false, true, false, false];

        var interval = PairedBootstrap.Accuracy(first, second, seed: 7);

        Assert.Equal(interval, PairedBootstrap.Accuracy(first, second, seed: 7));
    }

    [Fact]
    public void Equal_systems_differ_by_nothing()
    {
        bool[] right = [true, false, true];

        Assert.Equal(new Interval(0, 0, 0), PairedBootstrap.Accuracy(right, right, seed: 1));
        Assert.Equal(new Interval(0, 0, 0), PairedBootstrap.MacroF1([0, 1, 1], [0, 1, 0], [0, 1, 0], 2, seed: 1));
    }

    [Fact]
    public void Macro_f1_difference_is_that_of_the_matrices()
    {
        int[] actual = [.. Enumerable.Range(0, 300).Select(i => i % 3)];
        int[] good = [.. actual.Select((c, i) => i % 10 == 0 ? (c + 1) % 3 : c)];
        int[] poor = [.. actual.Select((c, i) => i % 3 == 0 ? ConfusionMatrix.None : c)];

        var interval = PairedBootstrap.MacroF1(actual, good, poor, 3, seed: 1);

        Assert.Equal(new ConfusionMatrix(actual, good, 3).MacroF1 - new ConfusionMatrix(actual, poor, 3).MacroF1, interval.Difference, 12);
        Assert.InRange(interval.Difference, interval.Lower, interval.Upper);
        Assert.True(interval.IsGain);
    }

    [Fact]
    public void No_rows_are_refused() =>
        Assert.Throws<ArgumentException>(() => PairedBootstrap.Accuracy([], [], seed: 1));
}
