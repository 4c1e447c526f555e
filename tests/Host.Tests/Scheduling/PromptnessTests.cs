using MoECollab.Host.Scheduling;

namespace MoECollab.Host.Tests.Scheduling;

public sealed class PromptnessTests
{
    private readonly Promptness _promptness = new();

    [Fact]
    public void Mixture_is_prompt_when_it_has_been_quick_for_long_enough()
    {
        Take(31, TimeSpan.FromMicroseconds(50));
        var before = _promptness.IsShown;

        Take(1, TimeSpan.FromMicroseconds(50));

        Assert.Equal((false, true), (before, _promptness.IsShown));
    }

    [Fact]
    public void Seldom_slow_passes_change_nothing_and_many_do()
    {
        Take(256, TimeSpan.FromMicroseconds(50));

        Take(3, TimeSpan.FromMilliseconds(3));
        var afterThree = _promptness.IsShown;
        Take(1, TimeSpan.FromMilliseconds(3));

        Assert.Equal((true, false), (afterThree, _promptness.IsShown));
    }

    [Fact]
    public void One_pass_that_hangs_for_a_while_is_not_soon_forgotten()
    {
        Take(256, TimeSpan.FromMicroseconds(50));

        Take(1, TimeSpan.FromSeconds(1));
        Take(1, TimeSpan.FromMilliseconds(3));
        Take(4096, TimeSpan.FromMicroseconds(50));

        Assert.False(_promptness.IsShown);
        Take(32, TimeSpan.FromMicroseconds(50));
        Assert.True(_promptness.IsShown);
    }

    private void Take(int times, TimeSpan time)
    {
        for (var i = 0; i < times; i++)
            _promptness.Took(time);
    }
}
