using System.Diagnostics;
using MoECollab.Host.Tests.Hosting;

namespace MoECollab.Host.Tests.Running;

/// <summary>SIGTERM to a real <c>moe serve</c>.</summary>
public sealed class TerminationTests : IDisposable
{
    private const int InFlight = 100;

    private readonly ServedFolder _folder = new();
    private readonly Turnstile _turnstile;
    private readonly HttpClient _http = new() { BaseAddress = new Uri($"http://127.0.0.1:{MoeProgram.FreePort()}"), Timeout = TimeSpan.FromSeconds(60) };

    public TerminationTests()
    {
        _turnstile = new Turnstile(_folder);
        _folder.AddEncoder();
        _folder.AddExpert("held", 'a', "1.0.0", null, _turnstile.Option, ("pauseMs", "50"));
    }

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Told_to_end_it_is_unready_at_once_answers_all_it_accepted_and_exits_with_zero()
    {
        using var host = await MoeProgram.ServeAsync(_folder, _http, "Batching:Lanes=1", "Batching:MaxBatch=8", "Plugins:Watch=false", "Reliability:ExpertTimeoutMilliseconds=60000", "Reliability:DrainSeconds=60");
        try
        {
            var first = AskAsync("aaa turn!");
            await _turnstile.ArrivedAsync(1);
            Task<Reply>[] asked = [first, .. Enumerable.Range(1, InFlight - 1).Select(_ => AskAsync("aaa"))];
            await Eventually.TrueAsync(async () => (await GetAsync("/metrics")).Text.Contains($"moe_queue_length {InFlight - 1}\n", StringComparison.Ordinal), "all are accepted");

            await TerminateAsync(host);
            await Eventually.TrueAsync(async () => (await GetAsync("/readyz")).Status == 503, "it is unready");
            await TerminateAsync(host);
            var alive = await GetAsync("/livez");
            var late = await AskAsync("aaa");

            Assert.DoesNotContain(asked, reply => reply.IsCompleted);
            Assert.Equal((200, 503, "draining"), (alive.Status, late.Status, late.Code));
            _turnstile.Open(1);
            Assert.All(await Task.WhenAll(asked), reply => Assert.Equal(200, reply.Status));
            await host.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(50), TestContext.Current.CancellationToken);
            Assert.Equal(0, host.ExitCode);
        }
        finally
        {
            if (!host.HasExited)
                host.Kill();
        }
    }

    // The first countdown ends at 10 s, and whatever hangs is left behind some seconds later; a second one from 8 s on would end at 18 s.
    [Fact]
    public async Task Told_again_it_does_not_begin_to_count_anew()
    {
        const int Drain = 10, Again = 8;
        using var host = await MoeProgram.ServeAsync(_folder, _http, "Batching:Lanes=1", "Plugins:Watch=false", "Reliability:ExpertTimeoutMilliseconds=60000", $"Reliability:DrainSeconds={Drain}");
        try
        {
            var held = AskAsync("aaa turn!");
            await _turnstile.ArrivedAsync(1);

            await TerminateAsync(host);
            await Task.Delay(TimeSpan.FromSeconds(Again), TestContext.Current.CancellationToken);
            await TerminateAsync(host);
            var clock = Stopwatch.StartNew();
            await host.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(50), TestContext.Current.CancellationToken);

            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(Drain), $"{clock.Elapsed.TotalSeconds:F1} s after the second signal");
            Assert.Equal(0, host.ExitCode);
            Assert.Equal((503, "draining"), ((await held).Status, (await held).Code));
        }
        finally
        {
            if (!host.HasExited)
                host.Kill();
        }
    }

    private static async Task TerminateAsync(Process host) => Assert.Equal(0, (await MoeProgram.RunAsync("/bin/sh", "-c", $"kill -TERM {host.Id}")).Code);

    private Task<Reply> AskAsync(string text) => RunningHost.SendAsync(_http, HttpMethod.Post, "/moe/v1/infer", RunningHost.Body(text));

    private Task<Reply> GetAsync(string path) => RunningHost.SendAsync(_http, HttpMethod.Get, path, null);
}
