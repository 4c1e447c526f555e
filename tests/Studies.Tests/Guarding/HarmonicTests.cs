using MoECollab.Studies.Guarding;

namespace MoECollab.Studies.Tests.Guarding;

public sealed class HarmonicTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(0.5, 1, 2.0 / 3)]
    [InlineData(0, 0, 0)]
    public void Score_is_the_harmonic_mean(double admitted, double refused, double expected) =>
        Assert.Equal(expected, Harmonic.Of(admitted, refused), 12);

    [Fact]
    public void Area_counts_pairs_and_half_of_ties()
    {
        // Pairs of (2, 1), (2, 2), (3, 1), (3, 2): three right, one tie.
        Assert.Equal(3.5 / 4, Harmonic.AreaUnderCurve([2, 3], [1, 2]), 12);
    }

    [Fact]
    public void Threshold_parts_what_can_be_parted()
    {
        var threshold = Harmonic.Threshold([5, 6, 7], [true, true, true], [1, 2]);

        Assert.InRange(threshold, 2, 5);
        Assert.Equal(1, Harmonic.Admitted([5, 6, 7], [true, true, true], threshold));
        Assert.Equal(1, Harmonic.Refused([1, 2], threshold));
    }

    [Fact]
    public void A_row_routed_wrong_is_not_admitted() =>
        Assert.Equal(0.5, Harmonic.Admitted([5, 6], [true, false], 1));
}
