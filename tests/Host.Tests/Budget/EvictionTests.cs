using System.Text.Json;
using MoECollab.Host.Budget;
using MoECollab.Host.Generations;
using MoECollab.Host.Tests.Hosting;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Manifests;
using MoECollab.Packaging.States;
using MoECollab.Weights;

namespace MoECollab.Host.Tests.Budget;

public sealed class EvictionTests
{
    private const int Letters = 26, Rank = 64, Experts = 8, Room = 3, Steps = 100;

    [Fact]
    public async Task Answers_are_those_of_a_fresh_host_whatever_was_loaded_evicted_and_reloaded_before()
    {
        using var folder = Folder();
        var texts = Enumerable.Range(0, 6).Select(number => $"text {(char)('a' + number)} of letters {number}").ToArray();
        var expected = new Dictionary<(int, int), string>();
        await using (var fresh = await RunningHost.StartAsync(folder))
        {
            for (var expert = 0; expert < Experts; expert++)
            {
                for (var text = 0; text < texts.Length; text++)
                    expected[(expert, text)] = await AskAsync(fresh, expert, texts[text]);
            }
        }

        Assert.Equal(Experts * texts.Length, expected.Values.Distinct().Count());
        var one = new FileInfo(folder.At("experts/e0/1.0.0/moe/adapter_model.safetensors")).Length;
        var limit = 2 * one * Room;
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
                    budget.Prioritise($"e{expert}", random.Next(-1, 2));
                    break;
                default:
                    away += budget.Resident.Contains($"e{expert}") ? 0 : 1;
                    var text = random.Next(texts.Length);
                    Assert.Equal(expected[(expert, text)], await AskAsync(host, expert, texts[text]));
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
        Add(folder, "large", 99, 4096);

        await using var host = await RunningHost.StartAsync(folder, ("Budget:DeviceBytes", "200000"));

        var large = host.Service<ServedHome>().Current!.Home.Packages.Single(package => package.Id == "large").Status;
        Assert.Equal(PackageState.Malfunctioned, large.State);
        Assert.Contains("the budget of cpu is 200,000", large.Reason, StringComparison.Ordinal);
        Assert.Contains("are missing", large.Reason, StringComparison.Ordinal);
        Assert.NotEmpty(await AskAsync(host, 0, "text"));
    }

    [Fact]
    public async Task Packages_of_equal_content_take_memory_once()
    {
        using var folder = Folder();
        Add(folder, "twin-one", 50, Rank, "twin");
        Add(folder, "twin-two", 50, Rank, "twin");

        await using var host = await RunningHost.StartAsync(folder, ("Budget:DeviceBytes", "100000000"));

        var placement = host.Service<ExpertPlacement>().Budget!;
        var loaded = host.Service<ServedHome>().Current!.Home.Experts.Where(expert => expert.Package.Manifest!.Kind == "adapter").ToList();
        Assert.Equal(Experts + 2, loaded.Count);
        Assert.Contains("twin-two", placement.Resident);
        Assert.Equal(loaded.Sum(expert => expert.Descriptor.WeightBytes) - loaded.Single(expert => expert.Id == "twin-one").Descriptor.WeightBytes, placement.Used);
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
            await AskAsync(host, expert, "text");
            Assert.Contains("e0", budget.Resident);
        }

        Assert.Equal(404, (await RunningHost.SendAsync(host.Socket, HttpMethod.Post, "/moe/v1/experts/nobody:pin", "{}")).Status);
        Assert.Equal(200, (await RunningHost.SendAsync(host.Socket, HttpMethod.Post, "/moe/v1/experts/e0:unpin", "{}")).Status);
        for (var expert = 1; expert < Experts; expert++)
            await AskAsync(host, expert, "text");
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
            Add(folder, $"e{expert}", expert, Rank);
        return folder;
    }

    /// <summary>An adapter without code, its weights drawn by a seed.</summary>
    private static void Add(ServedFolder folder, string id, int seed, int rank, string? labels = null)
    {
        var package = folder.Home.Locate(PackageRole.Expert, id, "1.0.0");
        var content = Directory.CreateDirectory(Path.Combine(package.Folder, "moe")).FullName;
        var random = new Random(seed);
        float[] Drawn(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5))];
        WeightWriter.Write(Path.Combine(content, "adapter_model.safetensors"),
        [
            NamedWeights.Of("down.weight", Drawn(rank * Letters), rank, Letters),
            NamedWeights.Of("up.weight", Drawn(rank * Letters), Letters, rank),
            NamedWeights.Of("head.weight", Drawn(2 * Letters), 2, Letters),
            NamedWeights.Of("head.bias", Drawn(2), 2),
        ]);
        File.WriteAllText(Path.Combine(content, "labels.json"), JsonSerializer.Serialize((string[])[$"{labels ?? id}/yes", $"{labels ?? id}/no"]));
        ManifestWriter.Write(PackageRole.Expert, package.Folder, new PackageManifest { Id = id, Version = "1.0.0", Kind = "adapter", Task = new PackageTask { Labels = "labels.json" } });
    }

    // The expert itself, not the routed mixture; all that it answers, to the last digit.
    private static async Task<string> AskAsync(RunningHost host, int expert, string text)
    {
        var body = JsonSerializer.Serialize(new
        {
            inputs = new[] { new { name = "text", datatype = "BYTES", shape = (int[])[1], data = (string[])[text] } },
            outputs = new[] { new { name = "label" }, new { name = "probability" }, new { name = "probabilities" } },
        });
        var reply = await host.PostAsync($"/v2/models/e{expert}/infer", body);
        Assert.True(reply.Status == 200, reply.Text);
        return reply.Json.GetProperty("outputs").GetRawText();
    }
}
