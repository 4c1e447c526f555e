using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MoECollab.Errors;
using MoECollab.Host.Budget;
using MoECollab.Host.InProcess;
using MoECollab.Host.Scheduling;
using MoECollab.Host.Seeing.Metrics;
using MoECollab.Host.Tests.Hosting;
using MoECollab.Inputs;
using MoECollab.Mixture.Mixing;

namespace MoECollab.Host.Tests.Budget;

/// <summary>Two tiers: the CPU stands in for a device of its own, so that what leaves it must come back from host memory.</summary>
public sealed class StagingTests : IDisposable
{
    private const int Experts = 8, Rank = 64, Room = 3;

    private readonly ServedFolder _folder = new();
    private readonly long _one;

    public StagingTests()
    {
        _folder.AddEncoder();
        for (var expert = 0; expert < Experts; expert++)
            AdapterPackages.Add(_folder, $"e{expert}", expert, Rank);
        _one = new FileInfo(Weights(0)).Length;
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Weights_come_back_from_host_memory_without_the_disk_and_with_the_same_bits()
    {
        using var host = await StartAsync(("Budget:DeviceBytes", $"{2 * Room * _one}"), ("Budget:HostBytes", $"{Experts * (_one + 100)}"));
        var metrics = host.Services.GetRequiredService<HostMetrics>();
        var before = new List<float>();
        for (var expert = 0; expert < Experts; expert++)
            before.Add(await AskAsync(host, expert));
        for (var expert = 0; expert < Experts; expert++)
            File.Delete(Weights(expert));
        var (evicted, away) = (metrics.Evictions.Get("cpu"), 0);

        for (var round = 0; round < 3; round++)
        {
            for (var expert = 0; expert < Experts; expert++)
            {
                away += host.Services.GetRequiredService<ExpertPlacement>().Budget!.Resident.Contains($"e{expert}") ? 0 : 1;
                Assert.Equal(before[expert], await AskAsync(host, expert));
            }
        }

        Assert.Equal(3 * Experts, away);
        Assert.Equal(evicted + away, metrics.Evictions.Get("cpu"));
        Assert.Equal(0, metrics.Evictions.Get("host"));
        Assert.InRange(metrics.MemoryUsed.Get("host"), Experts * _one, Experts * (_one + 100));
        Assert.Equal(Experts * (_one + 100), metrics.MemoryBudget.Get("host"));
    }

    [Fact]
    public async Task Host_memory_has_its_own_limit_and_what_it_has_no_room_for_comes_from_the_disk()
    {
        var limit = 4 * (_one + 100);
        using var host = await StartAsync(("Budget:DeviceBytes", $"{2 * Room * _one}"), ("Budget:HostBytes", $"{limit}"));
        var metrics = host.Services.GetRequiredService<HostMetrics>();
        var before = new List<float>();
        for (var expert = 0; expert < Experts; expert++)
            before.Add(await AskAsync(host, expert));

        for (var use = 0; use < 40; use++)
        {
            var expert = use * 5 % Experts;
            Assert.Equal(before[expert], await AskAsync(host, expert));
            Assert.InRange(metrics.MemoryUsed.Get("host"), 0, limit);
        }

        Assert.True(metrics.Evictions.Get("host") > 0);
        // What was used last is in host memory, what was used first is not.
        for (var expert = 0; expert < Experts; expert++)
            await AskAsync(host, expert);
        for (var expert = 0; expert < Experts; expert++)
            File.Delete(Weights(expert));
        Assert.Equal(before[4], await AskAsync(host, 4));
        await Assert.ThrowsAnyAsync<MoECollabException>(() => AskAsync(host, 0));
    }

    private async Task<IHost> StartAsync(params (string Key, string Value)[] settings)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(new MemoryTiers(IsApart: true));
        builder.Services.AddMoECollab(new HostStart(_folder.Home.Root) { Settings = RunningHost.Settings([("Plugins:Watch", "false"), .. settings]) });
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.Services.GetRequiredService<MixtureService>().WhenReadyAsync(TestContext.Current.CancellationToken);
        return host;
    }

    private static async Task<float> AskAsync(IHost host, int expert)
    {
        var item = new WorkItem([new RawInput("some letters")], MixtureRequest.Plain) { Expert = $"e{expert}" };
        var result = await host.Services.GetRequiredService<Scheduler>().SubmitAsync(item, TestContext.Current.CancellationToken);
        return result.Outcomes[0].Get().Probability;
    }

    private string Weights(int expert) => _folder.At($"experts/e{expert}/1.0.0/moe/adapter_model.safetensors");
}
