using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MoECollab.Host.Readiness;
using MoECollab.Host.Running;
using MoECollab.Host.Scheduling;
using MoECollab.Host.Seeing.Events;
using MoECollab.Host.Tests.Hosting;
using MoECollab.Packaging.Homes;

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
    public async Task Told_to_stop_twice_it_stops_once()
    {
        _folder.AddEncoder();
        _folder.AddExpert("slow", 'a', "1.0.0", null, ("pauseMs", "50"));
        var host = await RunningHost.StartAsync(_folder, ("Plugins:Watch", "false"), ("Batching:MaxBatch", "4"), ("Batching:Lanes", "1"));
        var ended = host.App.WaitForShutdownAsync(CancellationToken.None);
        var asked = Enumerable.Range(0, 60).Select(_ => host.PostAsync("/moe/v1/infer", RunningHost.Body("aaa"))).ToList();
        await Eventually.TrueAsync(() => host.Service<Scheduler>().Accepted + asked.Count(one => one.IsCompleted) >= 60, "the requests are accepted");

        // What a signal does, as often as it comes.
        host.App.Lifetime.StopApplication();
        await Eventually.TrueAsync(() => host.Service<ReadinessChecks>().IsStopping, "it is unready");
        host.App.Lifetime.StopApplication();
        host.App.Lifetime.StopApplication();
        var replies = await Task.WhenAll(asked);
        await ended;

        Assert.All(replies, reply => Assert.Equal(200, reply.Status));
        Assert.Single(host.Service<HostEvents>().Kept, happened => happened.Kind == "stopping");
        await host.DisposeAsync();
    }

    [Fact]
    public async Task Host_that_is_told_to_stop_while_it_loads_does_not_wait_for_what_it_loads()
    {
        _folder.AddEncoder();
        _folder.AddExpert("sound", 'a');
        _folder.Add(PackageRole.Expert, "faulty.blocking-constructor", "1.0.0", "FaultyPlugin", null);
        var app = HostProgram.Build(new HostStart(_folder.Home.Root) { Settings = RunningHost.Settings([("Plugins:CreationLimitMilliseconds", "600000")]) });
        await app.StartAsync(TestContext.Current.CancellationToken);
        var lifetime = app.Services.GetServices<IHostedService>().OfType<HomeLifetime>().Single();

        await app.StopAsync(TestContext.Current.CancellationToken);

        await lifetime.Starting;
        Assert.DoesNotContain(app.Services.GetRequiredService<HostEvents>().Kept, happened => happened.Kind == "ready");
        await app.DisposeAsync();
    }

    [Fact]
    public async Task Broken_expert_does_not_make_the_host_unready()
    {
        _folder.AddEncoder();
        _folder.AddExpert("sound", 'a');
        _folder.Add(PackageRole.Expert, "broken", "1.0.0", "FaultyPlugin", "faulty.throwing-constructor@1.0.0");

        await using var host = await RunningHost.StartAsync(_folder);

        Assert.Equal(200, (await host.GetAsync("/readyz")).Status);
        var broken = (await host.GetAsync("/moe/v1/experts/broken")).Json;
        Assert.Equal("Malfunctioned", broken.GetProperty("state").GetString());
        Assert.Contains("no such luck", broken.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }
}
