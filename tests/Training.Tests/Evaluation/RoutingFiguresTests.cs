using MoECollab.Training.Evaluation;

namespace MoECollab.Training.Tests.Evaluation;

public class RoutingFiguresTests
{
    [Fact]
    public void Entropy_is_that_worked_by_hand()
    {
        // p = (1/2, 1/4, 1/4): ln2/2 + 2·ln4/4 = 1.5·ln2; the weights need no sum of 1
        Assert.Equal(1.5 * Math.Log(2), Entropy.Of([2, 1, 1]), 12);
        Assert.Equal(0, Entropy.Of([0, 3, 0]));
        Assert.Equal(Math.Log(5), Entropy.Of([1, 1, 1, 1, 1]), 12);
        Assert.Equal(0, Entropy.Of([0, 0]));
    }

    [Fact]
    public void Entropy_refuses_what_is_no_weight()
    {
        Assert.Throws<ArgumentException>(() => Entropy.Of([0.5, -0.1]));
        Assert.Throws<ArgumentException>(() => Entropy.Of([0.5, double.NaN]));
    }

    [Fact]
    public void Histogram_covers_zero_to_the_logarithm_of_the_experts()
    {
        var histogram = Entropy.Histogram([0, 0.1, Math.Log(2), Math.Log(4) * 0.999, Math.Log(4) + 1e-12], experts: 4, bins: 4);

        // ln 4 = 1.386, bins of 0.347; ln 2 = 0.693 is the edge of the third
        Assert.Equal([2L, 0, 1, 2], histogram.Counts);
        Assert.Equal(Math.Log(4), histogram.Upper, 12);
    }

    [Fact]
    public void Utilisation_is_that_worked_by_hand()
    {
        // exp(1.5·ln2)/4 = 2^1.5/4
        Assert.Equal(Math.Pow(2, 1.5) / 4, Utilisation.EffectiveShare([0.5, 0.25, 0.25, 0]), 12);
        Assert.Equal(1, Utilisation.EffectiveShare([0.25, 0.25, 0.25, 0.25]), 12);
        Assert.Equal(0.25, Utilisation.EffectiveShare([1, 0, 0, 0]), 12);
    }

    [Fact]
    public void Active_share_counts_loads_above_a_fraction_of_the_even_share()
    {
        // ε/N = 1/8: the third is below, the fourth exactly on it and not above
        Assert.Equal(0.5, Utilisation.ActiveShare([0.5, 0.375, 0, 0.125], 0.5), 12);
        Assert.Equal(0.75, Utilisation.ActiveShare([60, 35, 2, 3]), 12);
    }
}
