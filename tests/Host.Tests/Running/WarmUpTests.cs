using MoECollab.Host.Running;
using MoECollab.Host.Tests.Hosting;

namespace MoECollab.Host.Tests.Running;

public sealed class WarmUpTests : IDisposable
{
    private const string OwnText = "The host warms up";
    private const int MostRounds = 8;

    private readonly ServedFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Host_asks_encoder_gate_and_expert_before_it_says_that_it_is_ready()
    {
        var turnstile = new Turnstile(_folder);
        _folder.AddEncoder();
        _folder.AddExpert("alpha", 'a', options: [turnstile.Option, ("turns", OwnText)]);
        using var local = RunningHost.ClientOf(HostProgram.SocketPath(new HostStart(_folder.Home.Root)));

        var starting = RunningHost.StartAsync(_folder, ("Plugins:Watch", "false"));
        await turnstile.ArrivedAsync(1);
        await Eventually.TrueAsync(() => File.Exists(_folder.At("admin.sock")), "the host listens");
        var during = await RunningHost.SendAsync(local, HttpMethod.Get, "/v2/health/ready", null);
        for (var round = 1; round <= MostRounds; round++)
            turnstile.Open(round);
        await using var host = await starting;
        var after = await host.GetAsync("/v2/health/ready");

        Assert.NotEqual(200, during.Status);
        Assert.Equal(200, after.Status);
    }

    [Fact]
    public async Task What_the_host_asks_itself_is_no_traffic()
    {
        var turnstile = new Turnstile(_folder);
        for (var round = 1; round <= MostRounds; round++)
            turnstile.Open(round);
        _folder.AddEncoder();
        _folder.AddExpert("alpha", 'a', options: [turnstile.Option, ("turns", OwnText)]);

        await using var host = await RunningHost.StartAsync(_folder, ("Plugins:Watch", "false"));
        await turnstile.ArrivedAsync(1);
        var before = (Stats: (await host.GetAsync("/moe/v1/stats")).Json, Metrics: (await host.GetAsync("/metrics")).Text);
        Assert.Equal(200, (await host.PostAsync("/moe/v1/infer", RunningHost.Body("aaa"))).Status);
        var after = (Stats: (await host.GetAsync("/moe/v1/stats")).Json, Metrics: (await host.GetAsync("/metrics")).Text);

        Assert.Equal((0, 1), (before.Stats.GetProperty("answered").GetInt32(), after.Stats.GetProperty("answered").GetInt32()));
        foreach (var counted in (string[])["moe_expert_requests_total{", "moe_route_selected_total{", "moe_queue_duration_seconds_count"])
            Assert.Equal((0, 1), (Sum(before.Metrics, counted), Sum(after.Metrics, counted)));
    }

    private static int Sum(string metrics, string name) =>
        metrics.Split('\n').Where(line => line.StartsWith(name, StringComparison.Ordinal)).Sum(line => (int)double.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture));
}
