using MoECollab.Host.Readiness;
using MoECollab.Host.Scheduling;
using MoECollab.Host.Tests.Hosting;

namespace MoECollab.Host.Tests.Running;

public sealed class DrainTests : IDisposable
{
    private readonly ServedFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Stopping_host_answers_what_it_accepted_and_is_unready_at_once()
    {
        _folder.AddEncoder();
        _folder.AddExpert("slow", 'a', "1.0.0", null, ("pauseMs", "50"));
        var host = await RunningHost.StartAsync(_folder, ("Plugins:Watch", "false"), ("Batching:MaxBatch", "8"), ("Batching:Lanes", "1"));
        var asked = Enumerable.Range(0, 100).Select(_ => host.PostAsync("/moe/v1/infer", RunningHost.Body("aaa"))).ToList();
        await Eventually.TrueAsync(() => host.Service<Scheduler>().Accepted >= 90, "the requests are accepted");
        await Eventually.TrueAsync(() => host.Service<Scheduler>().Accepted + asked.Count(one => one.IsCompleted) >= 100, "all of them");

        var stopping = host.App.StopAsync(TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => host.Service<ReadinessChecks>().IsStopping, "it is unready");
        var replies = await Task.WhenAll(asked);
        await stopping;

        Assert.All(replies, reply => Assert.Equal(200, reply.Status));
        Assert.False(File.Exists(_folder.At("admin.sock")));
        await host.DisposeAsync();
    }

    [Fact]
    public async Task Cold_starts_in_a_row_are_all_ready()
    {
        _folder.AddEncoder();
        for (var i = 0; i < 6; i++)
            _folder.AddExpert($"expert-{i}", (char)('a' + i));

        for (var start = 0; start < 3; start++)
        {
            await using var host = await RunningHost.StartAsync(_folder);
            Assert.Equal(200, (await host.GetAsync("/readyz")).Status);
            Assert.Equal(6, (await host.GetAsync("/moe/v1/experts")).Json.GetProperty("experts").GetArrayLength());
        }
    }

    [Fact]
    public async Task Broken_expert_does_not_make_the_host_unready()
    {
        _folder.AddEncoder();
        _folder.AddExpert("sound", 'a');
        _folder.Add(MoECollab.Packaging.Homes.PackageRole.Expert, "broken", "1.0.0", "FaultyPlugin", "faulty.throwing-constructor@1.0.0");

        await using var host = await RunningHost.StartAsync(_folder);

        Assert.Equal(200, (await host.GetAsync("/readyz")).Status);
        var broken = (await host.GetAsync("/moe/v1/experts/broken")).Json;
        Assert.Equal("Malfunctioned", broken.GetProperty("state").GetString());
        Assert.Contains("no such luck", broken.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }
}
