using MoECollab.Training.Gates.Trial;

namespace MoECollab.Training.Tests.Gates.Trial;

public sealed class VerdictTests
{
    private const int Rows = 200;

    [Fact]
    public void Earned_where_the_gain_is_sure_against_every_rival()
    {
        var verdict = Verdict.Of(Right(180), [Right(100), Right(120), Right(150)], [Right(90)], [0, 1, 2], 1);

        Assert.Null(verdict.Winner);
        Assert.Equal([0.4, 0.3, 0.15, 0.45], verdict.Gains.Select(gain => gain.Difference), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void A_control_that_is_not_beaten_costs_the_place_and_never_takes_it()
    {
        var verdict = Verdict.Of(Right(180), [Right(100), Right(120), Right(150)], [Right(180)], [0, 1, 2], 1);

        Assert.Equal(2, verdict.Winner);
    }

    [Fact]
    public void The_simplest_that_none_is_surely_better_than_takes_the_place()
    {
        bool[] best = Right(151), almost = Right(150);

        var verdict = Verdict.Of(Right(151), [Right(100), almost, best], [], [0, 1, 2], 1);

        Assert.Equal(1, verdict.Winner);
    }

    [Fact]
    public void What_may_not_stand_in_is_passed_over()
    {
        bool[] best = Right(151), almost = Right(150);

        var verdict = Verdict.Of(Right(151), [almost, almost, best], [], [1, 2], 1);

        Assert.Equal(1, verdict.Winner);
    }

    [Fact]
    public void Equal_seeds_give_equal_intervals()
    {
        bool[] trained = [.. Enumerable.Range(0, Rows).Select(row => row % 3 != 0)];

        var first = Verdict.Of(trained, [Right(100)], [], [0], 7);

        Assert.Equal(first.Gains, Verdict.Of(trained, [Right(100)], [], [0], 7).Gains);
    }

    private static bool[] Right(int count) => [.. Enumerable.Range(0, Rows).Select(row => row < count)];
}
