using Microsoft.Extensions.Time.Testing;
using MoECollab.Host.Generations;
using MoECollab.Host.Seeing.Metrics;
using MoECollab.Host.Tests.Hosting;

namespace MoECollab.Host.Tests.Seeing;

public sealed class TrafficTests
{
    private static readonly Dictionary<string, double> Nothing = [];

    [Fact]
    public void Divergence_and_drift_are_those_of_the_shares()
    {
        var traffic = new Traffic(300, new Dictionary<string, double> { ["a"] = 3, ["b"] = 1 }, new Dictionary<string, double> { ["a"] = 1, ["b"] = 1 });

        // 3/4 ln(3/4 · 2) + 1/4 ln(1/4 · 2) = 0.130812; with the middle (5/8, 3/8): (3/4 ln 6/5 + 1/4 ln 2/3 + 1/2 ln 4/5 + 1/2 ln 4/3) / 2 = 0.033822.
        Assert.Equal(0.130812, traffic.Divergence(["a", "b"]), 6);
        Assert.Equal(0.033822, traffic.Drift(), 6);
        Assert.Equal(0.75, traffic.ShareOf("a"));
    }

    [Fact]
    public void Without_traffic_every_figure_is_zero()
    {
        var traffic = new Traffic(300, Nothing, Nothing);

        Assert.Equal((0.0, 0.0, 0.0), (traffic.Divergence(["a", "b"]), traffic.Drift(), traffic.ShareOf("a")));
    }

    [Theory]
    [InlineData(new float[] { 0, 0 }, 0)]
    [InlineData(new float[] { 1.0986123f, 0 }, 0.5)]
    [InlineData(new float[] { 1, float.NegativeInfinity }, 1)]
    [InlineData(new float[] { }, 0)]
    [InlineData(new float[] { float.NegativeInfinity, float.NegativeInfinity }, 0)]
    // 16 scores are whole vectors, the 17th is what is left: e^2 and e^1 of e^2 + e^1 + 15.
    [InlineData(new float[] { 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0 }, 0.186032)]
    [InlineData(new float[] { 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2 }, 0.186032)]
    public void Margin_is_the_difference_of_the_two_largest_probabilities(float[] scores, double expected) => Assert.Equal(expected, RouteMargin.Of(scores), 6);

    [Fact]
    public async Task Shares_are_those_of_the_last_five_minutes_and_drift_compares_them_with_what_was_before()
    {
        using var folder = ServedFolder.WithThreeExperts();
        await using var host = await RunningHost.StartAsync(folder, ("Plugins:Watch", "false"));
        using var metrics = new HostMetrics();
        var time = new FakeTimeProvider();
        using var recent = new RecentTraffic(metrics, host.Service<ServedHome>(), time);

        metrics.RouteSelected.Add(10, "alpha", "1");
        for (var minute = 0; minute < 5; minute++)
            Pass(recent, time);
        var early = recent.Now;
        Pass(recent, time);
        metrics.RouteSelected.Add(1, "alpha", "1");
        metrics.RouteSelected.Add(3, "beta", "1");
        metrics.RouteSelected.Add(5, "beta", "2");
        var late = recent.Now;

        Assert.Equal((1.0, 0.0), (early.ShareOf("alpha"), early.Drift()));
        Assert.Equal((0.25, 0.75, 4.0), (late.ShareOf("alpha"), late.ShareOf("beta"), late.Total));
        Assert.InRange(late.Drift(), 0.2, Math.Log(2));
    }

    [Fact]
    public async Task Metrics_name_what_is_new_and_forget_what_was_removed()
    {
        using var folder = ServedFolder.WithThreeExperts();
        await using var host = await RunningHost.StartAsync(folder, ("Plugins:Watch", "false"));
        await host.PostAsync("/moe/v1/infer", """{"texts":["aab","ccb"],"topK":2}""");

        var before = (await host.GetAsync("/metrics")).Text;
        Directory.Delete(folder.At("experts/gamma"), recursive: true);
        await RunningHost.SendAsync(host.Socket, HttpMethod.Post, "/moe/v1/experts/alpha:reload", null);
        var after = (await host.GetAsync("/metrics")).Text;

        foreach (var line in new[] { "moe_encoder_duration_seconds_count{encoder=\"served.letters\"}", "moe_gate_duration_seconds_count{gate=", "moe_route_margin_count{gate=", "moe_plugin_load_duration_seconds_count{package=\"gamma\"} 1\n", "moe_gate_balance_kl{gate=", "moe_gate_drift{gate=", "moe_expert_utilization_share{expert=\"alpha\"} 0.5\n" })
            Assert.Contains(line, before, StringComparison.Ordinal);
        Assert.Contains("moe_route_selected_total{expert=\"gamma\",rank=\"1\"} 1\n", before, StringComparison.Ordinal);
        Assert.DoesNotContain("expert=\"gamma\"", after, StringComparison.Ordinal);
        Assert.Contains("moe_route_selected_total{expert=\"alpha\",rank=\"1\"} 1\n", after, StringComparison.Ordinal);
    }

    private static void Pass(RecentTraffic recent, FakeTimeProvider time)
    {
        time.Advance(TimeSpan.FromMinutes(1));
        recent.Take();
    }
}
