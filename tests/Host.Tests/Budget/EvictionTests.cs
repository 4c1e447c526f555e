using MoECollab.Host.Budget;
using MoECollab.Host.Generations;
using MoECollab.Host.Tests.Hosting;
using MoECollab.Packaging.States;
using static TorchSharp.torch;

namespace MoECollab.Host.Tests.Budget;

public sealed class EvictionTests
{
    private const int Rank = 64, Experts = 8, Room = 3;

    // The whole of it under ./moe test --soak.
    private static readonly int Steps = Environment.GetEnvironmentVariable("MOE_SOAK") == "1" ? 500 : 100;

    [Fact]
    public async Task Answers_are_those_of_a_fresh_host_whatever_was_loaded_evicted_and_reloaded_before()
    {
        using var folder = Folder();
        var texts = Enumerable.Range(0, 6).Select(number => $"text {(char)('a' + number)} of letters {number}").ToArray();
        var expected = new Dictionary<(int, int), string>();
        long one;
        await using (var fresh = await RunningHost.StartAsync(folder))
        {
            // Weights are packed when they are loaded, so that they take more than their file.
            one = fresh.Service<ServedHome>().Current!.Home.Experts.Max(expert => HeldBytes.Of(expert.Expert, CPU));
            for (var expert = 0; expert < Experts; expert++)
            {
                for (var text = 0; text < texts.Length; text++)
                    expected[(expert, text)] = await AdapterPackages.AskAsync(fresh, $"e{expert}", texts[text]);
            }
        }

        Assert.Equal(Experts * texts.Length, expected.Values.Distinct().Count());
        var limit = one * Room;
        await using var host = await RunningHost.StartAsync(folder, ("Budget:DeviceBytes", $"{limit}"));
        var budget = host.Service<ExpertPlacement>().Budget!;
        var random = new Random(7);
        var away = 0;

        for (var step = 0; step < Steps; step++)
        {
            var expert = random.Next(Experts);
            switch (random.Next(10))
            {
                case 0:
                    await host.Service<ServedHome>().ReloadAsync(new HashSet<string> { $"experts/e{expert}/1.0.0" }, TestContext.Current.CancellationToken);
                    break;
                case 1:
                    await RunningHost.SendAsync(host.Socket, HttpMethod.Post, $"/moe/v1/experts/e{expert % 2}:{(random.Next(2) == 0 ? "pin" : "unpin")}", "{}");
                    break;
                case 2:
                    // Whatever is not pinned makes room for something else.
                    budget.Reserve("visitor", limit - budget.Reserved - (2 * one)).Dispose();
                    break;
                case 3:
                    budget.Prioritise($"e{expert}", random.Next(-1, 2));
                    break;
                default:
                    away += budget.Resident.Contains($"e{expert}") ? 0 : 1;
                    var text = random.Next(texts.Length);
                    Assert.Equal(expected[(expert, text)], await AdapterPackages.AskAsync(host, $"e{expert}", texts[text]));
                    break;
            }

            Assert.InRange(budget.Used, 0, limit);
        }

        Assert.InRange(away, 10, Steps);
        Assert.Contains("moe_eviction_count_total{device=\"cpu\"}", (await host.GetAsync("/metrics")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Expert_that_fits_no_budget_is_refused_with_the_arithmetic_and_the_others_serve()
    {
        using var folder = Folder();
        AdapterPackages.Add(folder, "large", 99, 4096);

        await using var host = await RunningHost.StartAsync(folder, ("Budget:DeviceBytes", "200000"));

        var large = host.Service<ServedHome>().Current!.Home.Packages.Single(package => package.Id == "large").Status;
        Assert.Equal(PackageState.Malfunctioned, large.State);
        Assert.Contains("the budget of cpu is 200,000", large.Reason, StringComparison.Ordinal);
        Assert.Contains("are missing", large.Reason, StringComparison.Ordinal);
        Assert.NotEmpty(await AdapterPackages.AskAsync(host, "e0", "text"));
    }

    [Fact]
    public async Task Packages_of_equal_content_take_memory_once()
    {
        using var folder = Folder();
        AdapterPackages.Add(folder, "twin-one", 50, Rank, "twin");
        AdapterPackages.Add(folder, "twin-two", 50, Rank, "twin");

        await using var host = await RunningHost.StartAsync(folder, ("Budget:DeviceBytes", "100000000"));

        var placement = host.Service<ExpertPlacement>().Budget!;
        var loaded = host.Service<ServedHome>().Current!.Home.Experts.Where(expert => expert.Package.Manifest!.Kind == "adapter").ToList();
        Assert.Equal(Experts + 2, loaded.Count);
        Assert.Contains("twin-two", placement.Resident);
        Assert.Equal(loaded.Sum(expert => expert.Descriptor.WeightBytes) - loaded.Single(expert => expert.Id == "twin-one").Descriptor.WeightBytes, placement.Used - placement.Reserved);
    }

    [Fact]
    public async Task Operator_pins_weights_for_this_run_and_the_next_until_they_are_unpinned()
    {
        using var folder = Folder();
        var limit = ("Budget:DeviceBytes", $"{2 * Room * new FileInfo(folder.At("experts/e0/1.0.0/moe/adapter_model.safetensors")).Length}");
        await using (var first = await RunningHost.StartAsync(folder, limit))
            Assert.Equal(200, (await RunningHost.SendAsync(first.Socket, HttpMethod.Post, "/moe/v1/experts/e0:pin", "{}")).Status);

        await using var host = await RunningHost.StartAsync(folder, limit);
        var budget = host.Service<ExpertPlacement>().Budget!;
        for (var expert = 0; expert < Experts; expert++)
        {
            await AdapterPackages.AskAsync(host, $"e{expert}", "text");
            Assert.Contains("e0", budget.Resident);
        }

        Assert.Equal(404, (await RunningHost.SendAsync(host.Socket, HttpMethod.Post, "/moe/v1/experts/nobody:pin", "{}")).Status);
        Assert.Equal(200, (await RunningHost.SendAsync(host.Socket, HttpMethod.Post, "/moe/v1/experts/e0:unpin", "{}")).Status);
        for (var expert = 1; expert < Experts; expert++)
            await AdapterPackages.AskAsync(host, $"e{expert}", "text");
        Assert.DoesNotContain("e0", budget.Resident);
        Assert.Empty(host.Service<ServedHome>().States.Pinned);
    }

    [Fact]
    public async Task Budget_that_cannot_be_read_is_told_with_its_key()
    {
        using var folder = Folder();

        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => RunningHost.StartAsync(folder, ("Budget:DeviceBytes", "-1"), ("Budget:Priorities", "e0")));

        Assert.Contains("Budget:DeviceBytes", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Budget:Priorities", refusal.Message, StringComparison.Ordinal);
    }

    private static ServedFolder Folder()
    {
        var folder = new ServedFolder();
        folder.AddEncoder();
        for (var expert = 0; expert < Experts; expert++)
            AdapterPackages.Add(folder, $"e{expert}", expert, Rank);
        return folder;
    }
}
