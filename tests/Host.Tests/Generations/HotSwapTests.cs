using System.Collections.Concurrent;
using System.Diagnostics;
using MoECollab.Host.Seeing.Events;
using MoECollab.Host.Tests.Hosting;

namespace MoECollab.Host.Tests.Generations;

/// <summary>Versions of an expert replace each other under load; each answers with labels of its own.</summary>
public sealed class HotSwapTests : IAsyncLifetime
{
    private readonly ServedFolder _folder = ServedFolder.WithThreeExperts();
    private readonly Turnstile _turnstile;
    private RunningHost _host = null!;

    public HotSwapTests() => _turnstile = new Turnstile(_folder);

    public async ValueTask InitializeAsync()
    {
        _folder.AddExpert("alpha", 'a', "1.0.0", ["v10/yes", "v10/no"], _turnstile.Option);
        _folder.AddExpert("alpha", 'a', "1.1.0", ["v11/yes", "v11/no"]);
        _host = await RunningHost.StartAsync(_folder, ("Batching:Lanes", "2"), ("Plugins:Watch", "false"), ("Reliability:ExpertTimeoutMilliseconds", "60000"));
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Call_in_flight_at_the_swap_ends_on_the_old_version_which_is_unloaded_after_it()
    {
        await SwapAsync("1.0.0");
        var held = _host.PostAsync("/moe/v1/infer", RunningHost.Body("aaa turn!"));
        await _turnstile.ArrivedAsync(1);

        await SwapAsync("1.1.0");
        for (var i = 0; i < 10; i++)
            Assert.Equal(("v11/yes", "1.1.0"), Said(await _host.PostAsync("/moe/v1/infer", RunningHost.Body("aaa"))));
        Assert.False(held.IsCompleted);
        Assert.DoesNotContain(_host.Service<HostEvents>().Kept, IsGone);

        _turnstile.Open(1);
        Assert.Equal(("v10/yes", "1.0.0"), Said(await held));
        await Eventually.TrueAsync(() => _host.Service<HostEvents>().Kept.Any(IsGone), "the old version is unloaded");
    }

    [Fact]
    public async Task Swaps_under_load_fail_nobody_and_every_answer_is_that_of_the_version_it_names()
    {
        var steady = await LoadAsync(Soak.IsOn ? TimeSpan.FromSeconds(5) : TimeSpan.FromSeconds(1), Task.CompletedTask);
        var swapping = Task.Run(async () =>
        {
            for (var swap = 0; swap < Soak.Of(50, 10); swap++)
            {
                var version = swap % 2 == 0 ? "1.0.0" : "1.1.0";
                await SwapAsync(version);
                Assert.Equal((version == "1.0.0" ? "v10/yes" : "v11/yes", version), Said(await _host.PostAsync("/moe/v1/infer", RunningHost.Body("aaa"))));
            }
        }, TestContext.Current.CancellationToken);

        var during = await LoadAsync(TimeSpan.Zero, swapping);
        await swapping;

        Assert.All(steady.Concat(during), one => Assert.True(one.Said is ("v10/yes", "1.0.0") or ("v11/yes", "1.1.0"), $"{one.Said}"));
        Assert.Equal(2, during.Select(one => one.Said).Distinct().Count());
        if (Soak.IsOn)
            Assert.True(High(during) <= 3 * High(steady), $"p99 {High(during):F1} ms during the swaps, {High(steady):F1} ms before");
    }

    private static bool IsGone(HostEvent happened) => happened is { Kind: "package-unloaded", Subject: "experts/alpha/1.0.0" };

    private static (string? Label, string? Version) Said(Reply reply)
    {
        Assert.True(reply.Status == 200, reply.Text);
        return (reply.Answer.GetProperty("label").GetString(), reply.Answer.GetProperty("experts")[0].GetProperty("version").GetString());
    }

    private static double High(IReadOnlyCollection<((string?, string?) Said, double Milliseconds)> answers) => answers.Select(one => one.Milliseconds).Order().ElementAt(answers.Count * 99 / 100);

    /// <summary>So many requests a second, however long each takes, until both the time and the task are over.</summary>
    private async Task<IReadOnlyCollection<((string?, string?) Said, double Milliseconds)>> LoadAsync(TimeSpan length, Task over)
    {
        var rate = Soak.Of(200, 50);
        var (answers, asked) = (new ConcurrentBag<((string?, string?), double)>(), new List<Task>());
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < length || !over.IsCompleted)
        {
            for (; asked.Count < clock.Elapsed.TotalSeconds * rate; asked.Add(AskAsync()))
            {
            }

            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        await Task.WhenAll(asked);
        return answers;

        async Task AskAsync()
        {
            var began = Stopwatch.GetTimestamp();
            var said = Said(await _host.PostAsync("/moe/v1/infer", RunningHost.Body("aaa")));
            answers.Add((said, Stopwatch.GetElapsedTime(began).TotalMilliseconds));
        }
    }

    private async Task SwapAsync(string version)
    {
        var reply = await RunningHost.SendAsync(_host.Socket, HttpMethod.Post, "/moe/v1/experts/alpha:rollback", $$"""{"version":"{{version}}"}""");
        Assert.Equal((200, version), (reply.Status, reply.Json.GetProperty("version").GetString()));
    }
}
