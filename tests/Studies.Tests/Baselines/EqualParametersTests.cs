using MoECollab.Errors;
using MoECollab.Studies.Baselines;

namespace MoECollab.Studies.Tests.Baselines;

public sealed class EqualParametersTests
{
    [Theory]
    [InlineData(1000, 99)]
    [InlineData(1004, 99)]
    [InlineData(1006, 100)]
    public void Size_is_the_nearest_one(long target, int expected)
    {
        // 10 a unit and 10 besides: 99 gives 1,000, 100 gives 1,010.
        Assert.Equal(expected, EqualParameters.Size(size => (10 * size) + 10, target, 1, 1000));
    }

    [Fact]
    public void A_target_out_of_reach_is_refused_with_the_arithmetic()
    {
        var fault = Assert.Throws<MoECollabException>(() => EqualParameters.Size(size => size, 5000, 1, 100));

        Assert.Equal("baseline-size", fault.Code);
        Assert.Contains("size 100 gives 100", fault.Message);
    }
}
