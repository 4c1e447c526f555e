using System.Diagnostics;
using MoECollab.Host.Tests.Hosting;

namespace MoECollab.Host.Tests.Enduring;

public sealed class StormTests
{
    private const int Workers = 16, Packages = 4;

    [Fact]
    public async Task Storm_of_loads_and_unloads_harms_no_other_expert_and_leaves_no_handle_and_no_thread()
    {
        if (OwnProcess.Told is null)
        {
            await OwnProcess.PassesAsync();
            return;
        }

        using var folder = ServedFolder.WithThreeExperts();
        await using var host = await RunningHost.StartAsync(folder, ("Plugins:Watch", "false"));
        await StormAsync(host, 1);
        await SettleAsync(host);
        var (handles, threads) = (Handles(), Threads());

        await StormAsync(host, Soak.Of(64, 8));
        await SettleAsync(host);

        await BackAsync(Handles, handles, "handles");
        await BackAsync(Threads, threads, "threads");
        Assert.Equal(200, (await host.GetAsync("/readyz")).Status);
        Assert.Equal("alpha/yes", (await host.PostAsync("/moe/v1/infer", RunningHost.Body("aaa"))).Answer.GetProperty("label").GetString());
    }

    private static async Task StormAsync(RunningHost host, int cycles)
    {
        using var over = new CancellationTokenSource();
        var others = Enumerable.Range(0, 2).Select(_ => Task.Run(() => ServeAsync(host, over.Token))).ToArray();

        var codes = await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(async () =>
        {
            var seen = new List<(int Status, string Text)>();
            for (var cycle = 0; cycle < cycles; cycle++)
            {
                foreach (var verb in new[] { "disable", "enable" })
                {
                    var reply = await RunningHost.SendAsync(host.Socket, HttpMethod.Post, $"/moe/v1/experts/alpha:{verb}", null);
                    seen.Add((reply.Status, reply.Text));
                }
            }

            return seen;
        })));
        await over.CancelAsync();

        // One worker may disable what another has just enabled: that is said, and nothing else is.
        Assert.All(codes.SelectMany(seen => seen), seen => Assert.True(seen.Status == 200 || (seen.Status == 409 && seen.Text.Contains("enable-failed", StringComparison.Ordinal)), seen.Text));
        Assert.All(await Task.WhenAll(others), count => Assert.True(count > 0));
    }

    private static async Task<int> ServeAsync(RunningHost host, CancellationToken over)
    {
        var count = 0;
        for (; !over.IsCancellationRequested; count++)
            Assert.Equal("beta/yes", (await host.PostAsync("/moe/v1/infer", RunningHost.Body("bbb"))).Answer.GetProperty("label").GetString());
        return count;
    }

    private static async Task SettleAsync(RunningHost host)
    {
        Assert.Equal(200, (await RunningHost.SendAsync(host.Socket, HttpMethod.Post, "/moe/v1/experts/alpha:enable", null)).Status);
        // A context is called like its package's assembly, which the encoder and all experts here share.
        await Eventually.TrueAsync(() => System.Runtime.Loader.AssemblyLoadContext.All.Count(context => context.Name == "ServedPlugin") == Packages, "one load context a package is left");
    }

    private static async Task BackAsync(Func<List<string>> now, List<string> before, string what)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromSeconds(10) && Math.Abs(now().Count - before.Count) > 2;)
            await Task.Delay(100, TestContext.Current.CancellationToken);
        var after = now();
        Assert.True(Math.Abs(after.Count - before.Count) <= 2, $"{before.Count} {what} before and {after.Count} after: {string.Join(", ", after.CountBy(one => one).Select(one => $"{one.Value} {one.Key}").Except(before.CountBy(one => one).Select(one => $"{one.Value} {one.Key}")))}");
    }

    // Connections that clients keep are theirs to keep.
    private static List<string> Handles() => [.. Directory.EnumerateFileSystemEntries("/proc/self/fd").Select(entry => File.ResolveLinkTarget(entry, false)?.Name ?? "").Where(name => !name.StartsWith("socket:", StringComparison.Ordinal) && !IsRuntime(name))];

    // Its assemblies are opened when they are first needed.
    private static bool IsRuntime(string name) => name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal);

    // The pool's workers come and go by themselves.
    private static List<string> Threads() => [.. Directory.EnumerateDirectories("/proc/self/task").Select(task => File.ReadAllText(Path.Combine(task, "comm")).Trim()).Where(name => !name.StartsWith(".NET TP", StringComparison.Ordinal))];
}
