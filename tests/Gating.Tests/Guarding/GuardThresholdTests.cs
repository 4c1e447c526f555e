using MoECollab.Gating.Guarding;
using MoECollab.Gating.Tests.Doubles;

namespace MoECollab.Gating.Tests.Guarding;

public class GuardThresholdTests
{
    [Theory]
    [InlineData(0.95, 5f)] // 99 scores 1..99: floor(.05 · 100) = 5th smallest
    [InlineData(0.5, 50f)]
    [InlineData(1, float.NegativeInfinity)]
    public void Threshold_is_the_conformal_quantile(double passing, float threshold)
    {
        Assert.Equal(threshold, GuardThreshold.Calibrate(Enumerable.Range(1, 99).Reverse().Select(i => (float)i), passing));
    }

    [Fact]
    public void Share_asked_for_passes_the_calibrated_guard()
    {
        var random = new Random(1);
        float[] scores = [.. Enumerable.Range(0, 2000).Select(_ => (float)random.NextDouble())];

        var threshold = GuardThreshold.Calibrate(scores[..1000], 0.9);

        Assert.InRange(scores[1000..].Count(score => score >= threshold), 860, 940);
    }

    [Fact]
    public void Scores_that_are_not_numbers_are_refused()
    {
        Assert.Throws<ArgumentException>(() => GuardThreshold.Calibrate([], 0.9));
        Assert.Throws<ArgumentException>(() => GuardThreshold.Calibrate([float.NaN], 0.9));
    }

    [Fact]
    public void Energy_guard_measures_the_log_sum_of_exponentials()
    {
        var row = new RoutingRow(Make.Request(Make.Snapshot("a", "b"), [[]]), 0);

        var verdict = Make.Component<IGuard>("energy", ("threshold", "2")).Check(row, [MathF.Log(1), MathF.Log(3)]);

        Assert.Equal(GuardAction.Reject, verdict.Action);
        Assert.Equal(MathF.Log(4), verdict.Score, 1e-5f);
    }
}
