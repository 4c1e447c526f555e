using MoECollab.Host.Seeing.Metrics;

namespace MoECollab.Host.Tests.Seeing;

public sealed class ExpertCountersTests
{
    [Fact]
    public void Expert_that_is_gone_and_comes_again_is_counted_anew_by_who_still_holds_its_counters()
    {
        using var metrics = new HostMetrics();
        var held = metrics.Of("a", "1.0.0");
        held.Answered.Add(3);
        held.Duration.Observe(1);
        metrics.Of("b", "1.0.0").Answered.Add(2);

        metrics.KeepExperts(new HashSet<string> { "b" });
        var between = (metrics.ExpertRequests.Get("a", "1.0.0", "ok"), metrics.ExpertDuration.Total("a", "1.0.0").Count, metrics.ExpertRequests.Get("b", "1.0.0", "ok"));
        held.Answered.Add(1);
        held.Duration.Observe(2);

        Assert.Equal((0d, 0L, 2d), between);
        Assert.Equal((1d, 1L, 2d), (metrics.ExpertRequests.Get("a", "1.0.0", "ok"), metrics.ExpertDuration.Total("a", "1.0.0").Count, metrics.ExpertDuration.Total("a", "1.0.0").Sum));
    }
}
