using MoECollab.Text.Learning;

namespace MoECollab.NGram.Tests.Linear;

public sealed class LogCountRatiosTests
{
    // Three columns: "good" in two texts of class 0, "bad" in two of class 1, "the" in all four.
    private static readonly SparseRows Rows = new([0, 2, 4, 6, 8], [0, 2, 0, 2, 1, 2, 1, 2], [1f, 1f, 1f, 1f, 1f, 1f, 1f, 1f]);

    [Fact]
    public void Columns_that_tell_classes_apart_are_scaled_up_and_the_others_down()
    {
        var scales = LogCountRatios.SquaredScales(Rows, 3, [0, 0, 1, 1], 2, 1f);

        // r = ln((2 + 1) / (0 + 1)) for good, the same for bad, ln(3 / 3) = 0 for the; four occurrences each: squares r², r², 0 are brought to a mean of 1.
        var stride = scales.Length / 3;
        Assert.Equal([2f, 2f, 0f], [scales[0], scales[stride], scales[2 * stride]], (left, right) => MathF.Abs(left - right) < 1e-5f);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.5f)]
    [InlineData(1f)]
    public void The_mean_over_all_occurrences_is_one(float share)
    {
        var scales = LogCountRatios.SquaredScales(Rows, 3, [0, 1, 1, 1], 2, share);

        var stride = scales.Length / 3;
        Assert.Equal(8f, (2 * scales[0]) + (2 * scales[stride]) + (4 * scales[2 * stride]), 1e-4f);
    }
}
