using System.Diagnostics;
using System.Net.Sockets;
using MoECollab.Host.Tests.Hosting;

namespace MoECollab.Host.Tests.Enduring;

/// <summary>Half an hour of everything at once, in a process of its own; <c>MOE_SOAK_SECONDS</c> makes it shorter.</summary>
public sealed class MemoryGrowthTests
{
    private const int Clients = 8, MaxManaged = 20 << 20, MaxResident = 50 << 20;

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Memory_does_not_grow_under_mixed_load()
    {
        if (!Soak.IsOn)
            Assert.Skip("half an hour, or MOE_SOAK_SECONDS: ./moe test --soak runs it");
        if (OwnProcess.Told is null)
        {
            await OwnProcess.PassesAsync();
            return;
        }

        using var folder = ServedFolder.WithThreeExperts();
        folder.AddExpert("alpha", 'a', "1.1.0", ["v11/yes", "v11/no"]);
        await using var host = await RunningHost.StartAsync(folder, ("Plugins:Watch", "false"));
        using var over = new CancellationTokenSource();
        var clients = Enumerable.Range(0, Clients).Select(seed => Task.Run(() => MixAsync(host, new Random(seed), over.Token))).ToArray();
        var (managed, resident) = (new List<double>(), new List<double>());

        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Soak.Length;)
        {
            await Task.Delay(Between, TestContext.Current.CancellationToken);
            managed.Add(GC.GetTotalMemory(forceFullCollection: true));
            resident.Add(Environment.WorkingSet);
        }

        await over.CancelAsync();
        await Task.WhenAll(clients);
        Assert.Equal(200, (await host.GetAsync("/readyz")).Status);
        Assert.True(Growth(managed) <= MaxManaged, $"managed: {Growth(managed):N0} bytes over {managed.Count} samples");
        Assert.True(Growth(resident) <= MaxResident, $"resident: {Growth(resident):N0} bytes over {resident.Count} samples");
    }

    // Triton's measure: the largest of the second half above its mean, without the outermost twentieth.
    private static double Growth(List<double> samples)
    {
        double[] half = [.. samples.Skip(samples.Count / 2).Order()];
        var trimmed = half.Length / 40;
        var kept = half[trimmed..^trimmed];
        return kept[^1] - kept.Average();
    }

    private static async Task MixAsync(RunningHost host, Random random, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            switch (random.Next(100))
            {
                case < 60:
                    Assert.Equal("beta/yes", (await host.PostAsync("/moe/v1/infer", RunningHost.Body("bbb"))).Answer.GetProperty("label").GetString());
                    break;
                case < 70:
                    Assert.True((await AdminAsync(host, "alpha:rollback", random.Next(2) == 0 ? """{"version":"1.0.0"}""" : """{"version":"1.1.0"}""")).Status is 200 or 409);
                    break;
                case < 80:
                    await CancelAsync(host);
                    break;
                case < 85:
                    await CrashAsync(host);
                    break;
                case < 90:
                    Assert.Equal(400, (await host.PostAsync("/moe/v1/infer", "{\"texts\":[")).Status);
                    break;
                default:
                    Assert.True((await AdminAsync(host, random.Next(2) == 0 ? "gamma:disable" : "gamma:enable", null)).Status is 200 or 409);
                    break;
            }
        }
    }

    private static Task<Reply> AdminAsync(RunningHost host, string verb, string? body) => RunningHost.SendAsync(host.Socket, HttpMethod.Post, "/moe/v1/experts/" + verb, body);

    private static async Task CancelAsync(RunningHost host)
    {
        using var gone = new CancellationTokenSource(TimeSpan.FromMilliseconds(1));
        try
        {
            using var content = new StringContent(RunningHost.Body("aaa"), System.Text.Encoding.UTF8, "application/json");
            using var response = await host.Http.PostAsync("/moe/v1/infer", content, gone.Token);
        }
        catch (OperationCanceledException)
        {
            // As planned.
        }
    }

    // A client that dies in the middle of its request.
    private static async Task CrashAsync(RunningHost host)
    {
        using var client = new TcpClient { LingerState = new LingerOption(true, 0) };
        await client.ConnectAsync("127.0.0.1", host.Address.Port, CancellationToken.None);
        await client.GetStream().WriteAsync("POST /moe/v1/infer HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{\"texts\""u8.ToArray(), CancellationToken.None);
    }
}
