using MoECollab.Host.Budget;
using MoECollab.Host.Generations;
using MoECollab.Host.Seeing.Events;
using MoECollab.Host.Seeing.Metrics;
using MoECollab.Host.Tests.Hosting;
using MoECollab.Packaging.States;

namespace MoECollab.Host.Tests.Budget;

/// <summary>Twelve experts of 8 MiB each, with real weights, under a budget of 32 MiB.</summary>
public sealed class BudgetTests
{
    private const long MiB = 1 << 20;
    private const int Experts = 12;
    // 2 · rank · 26 numbers, and a copy of them for direct calls: just below 8 MiB.
    private const int Rank = 20_000;

    [Fact]
    public async Task Experts_of_three_times_the_budget_are_served_within_it()
    {
        using var folder = Folder();
        AdapterPackages.Add(folder, "too-large", 90, 5 * Rank);
        await using var host = await RunningHost.StartAsync(folder, ("Budget:DeviceBytes", $"{32 * MiB}"), ("Budget:Pinned", "e3"), ("Plugins:Watch", "false"));
        var budget = host.Service<ExpertPlacement>().Budget!;
        var metrics = host.Service<HostMetrics>();
        var random = new Random(11);
        var evicted = new List<double>();

        for (var use = 0; use < 60; use++)
        {
            await AdapterPackages.AskAsync(host, $"e{random.Next(Experts)}", "text");
            Assert.InRange(budget.Used, 0, 32 * MiB);
            Assert.Contains("e3", budget.Resident);
            evicted.Add(metrics.Evictions.Get("cpu"));
        }

        // A quarter of the experts is in memory at a time: it thrashes, and the figures say so.
        Assert.True(evicted[^1] > evicted[29] && evicted[29] > evicted[0], string.Join(' ', evicted));
        Assert.Equal(evicted[^1], metrics.EvictionAge.Total("cpu").Count);
        Assert.Contains("moe_eviction_age_seconds_count{device=\"cpu\"}", (await host.GetAsync("/metrics")).Text, StringComparison.Ordinal);
        Assert.Equal(32 * MiB, metrics.MemoryBudget.Get("cpu"));
        Assert.Equal(budget.Used, metrics.MemoryUsed.Get("cpu"));
        var large = host.Service<ServedHome>().Current!.Home.Packages.Single(package => package.Id == "too-large").Status;
        Assert.Equal(PackageState.Malfunctioned, large.State);
        Assert.Contains($"the budget of cpu is {32 * MiB:N0}", large.Reason, StringComparison.Ordinal);
        Assert.Contains("are missing", large.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Copies_of_one_expert_take_the_room_of_one()
    {
        using var folder = Folder(seedOf: _ => 1, labels: "same");
        await using var host = await RunningHost.StartAsync(folder, ("Budget:DeviceBytes", $"{32 * MiB}"), ("Plugins:Watch", "false"));

        for (var expert = 0; expert < Experts; expert++)
            await AdapterPackages.AskAsync(host, $"e{expert}", "text");

        var budget = host.Service<ExpertPlacement>().Budget!;
        Assert.Equal(Experts, budget.Resident.Count(id => id.StartsWith('e')));
        Assert.InRange(budget.Used, 7 * MiB, 9 * MiB);
        Assert.Equal(0, host.Service<HostMetrics>().Evictions.Get("cpu"));
    }

    [Fact]
    public async Task Encoder_is_under_the_budget_and_one_that_does_not_fit_is_refused()
    {
        using var folder = new ServedFolder();
        folder.AddEncoder(table: 100_000);
        folder.AddExpert("alpha", 'a');

        await using (var host = await RunningHost.StartAsync(folder, ("Budget:DeviceBytes", $"{MiB}"), ("Plugins:Watch", "false")))
            Assert.InRange(host.Service<ExpertPlacement>().Budget!.Reserved, 400_000, 401_000);

        await using var small = await RunningHost.StartAsync(folder, ("Budget:DeviceBytes", "300000"), ("Plugins:Watch", "false"));
        var encoder = small.Service<ServedHome>().Current!.Home.Packages.Single(package => package.Id == "served.letters").Status;
        Assert.Equal(PackageState.Malfunctioned, encoder.State);
        Assert.Contains("It takes 400,000 bytes; the budget of cpu is 300,000", encoder.Reason, StringComparison.Ordinal);
        Assert.Equal(0, small.Service<ExpertPlacement>().Budget!.Reserved);
    }

    [Fact]
    public async Task Measuring_pins_no_code()
    {
        using var folder = ServedFolder.WithThreeExperts();
        await using var host = await RunningHost.StartAsync(folder, ("Budget:DeviceBytes", $"{MiB}"), ("Plugins:Watch", "false"));

        Assert.Equal(200, (await RunningHost.SendAsync(host.Socket, HttpMethod.Post, "/moe/v1/experts/alpha:disable", null)).Status);
        var (kind, told) = ("", "");
        await foreach (var happened in host.Service<HostEvents>().FollowAsync(0, TestContext.Current.CancellationToken))
        {
            (kind, told) = (happened.Kind, happened.Detail);
            if (kind is "package-unloaded" or "package-pinned")
                break;
        }

        Assert.Equal("package-unloaded", kind);
        Assert.Matches("[1-9][0-9,]* bytes of weights are free", told);
        Assert.Equal(["beta", "gamma"], host.Service<ExpertPlacement>().Budget!.Resident);
    }

    private static ServedFolder Folder(Func<int, int>? seedOf = null, string? labels = null)
    {
        var folder = new ServedFolder();
        folder.AddEncoder();
        for (var expert = 0; expert < Experts; expert++)
            AdapterPackages.Add(folder, $"e{expert}", seedOf?.Invoke(expert) ?? expert, Rank, labels);
        return folder;
    }
}
