using MoECollab.Host.Scheduling;
using MoECollab.Host.Seeing.Metrics;
using MoECollab.Host.Tests.Hosting;
using MoECollab.Inputs;
using MoECollab.Mixture.Mixing;

namespace MoECollab.Host.Tests.Scheduling;

/// <summary>Callers that go away, at every stage of a request, on one lane.</summary>
public sealed class CancellationTests : IAsyncLifetime
{
    private const int InRound = 8, CancelledInRound = 6;

    // 200 cancels, and 1,000 under ./moe test --soak.
    private static readonly int Rounds = Environment.GetEnvironmentVariable("MOE_SOAK") == "1" ? 167 : 34;

    private readonly ServedFolder _folder = new();
    private RunningHost _host = null!;

    private Scheduler Scheduler => _host.Service<Scheduler>();

    private HostMetrics Metrics => _host.Service<HostMetrics>();

    public async ValueTask InitializeAsync()
    {
        _folder.AddEncoder();
        _folder.AddExpert("slow", 'a', "1.0.0", null, ("pauseMs", "25"), ("faulty", "true"));
        _folder.AddExpert("quick", 'b');
        _host = await RunningHost.StartAsync(_folder, ("Batching:Lanes", "1"), ("Batching:QueueCapacity", "7"), ("Plugins:Watch", "false"));
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Caller_that_goes_while_queued_in_a_batch_or_in_an_expert_frees_its_slot_at_once_and_the_counters_balance()
    {
        var (answered, cancelled) = (0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var gone = Enumerable.Range(0, InRound).Select(_ => new CancellationTokenSource()).ToList();
            var calls = new List<Task> { AskAsync(gone[0].Token) };
            await Eventually.TrueAsync(() => Scheduler.QueueLength == 0, "the first is in the expert");
            calls.AddRange(gone.Skip(1).Select(source => AskAsync(source.Token)));

            // One in the expert and four in the queue: the queue has their places back before the next line.
            for (var caller = 0; caller < 5; caller++)
                await gone[caller].CancelAsync();
            Assert.InRange(Scheduler.QueueLength, 0, 3);
            await Eventually.TrueAsync(() => Scheduler.QueueLength == 0, "the rest is in a batch");
            await gone[5].CancelAsync();

            foreach (var call in calls)
            {
                try
                {
                    await call;
                    answered++;
                }
                catch (OperationCanceledException)
                {
                    cancelled++;
                }
            }

            gone.ForEach(source => source.Dispose());
            Assert.Equal((0, 0), (Scheduler.Accepted, Scheduler.QueueLength));
        }

        // A caller that goes in the moment of its answer has it.
        Assert.Equal(Rounds * InRound, answered + cancelled);
        Assert.InRange(cancelled, Rounds * CancelledInRound / 2, Rounds * CancelledInRound);
        Assert.Equal(cancelled, Metrics.Rejected.Get("cancelled"));
        Assert.Equal(0, Metrics.Rejected.Get("queue-full"));
        Assert.Equal(answered, Metrics.ExpertRequests.Get("slow", "1.0.0", "ok"));
        Assert.Equal("Closed", (await _host.GetAsync("/moe/v1/experts/slow")).Json.GetProperty("breaker").GetString());
    }

    [Fact]
    public async Task Expert_that_looks_at_its_token_is_left_when_nobody_waits_for_it_any_more()
    {
        for (var round = 0; round < 3; round++)
        {
            using var gone = new CancellationTokenSource();
            var waiting = AskAsync(gone.Token, "aaa patient!");
            await Eventually.TrueAsync(() => Scheduler is { QueueLength: 0, Accepted: 1 }, "it is in the expert");
            await gone.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

            Assert.Equal(200, (await _host.PostAsync("/moe/v1/infer", RunningHost.Body("bbb"))).Status);
        }

        Assert.Equal(3, Metrics.ExpertRequests.Get("slow", "1.0.0", "cancelled"));
        // Three times ten seconds, where it were waited for.
        Assert.InRange(Metrics.ExpertDuration.Total("slow", "1.0.0").Sum, 0, 9);
        var view = (await _host.GetAsync("/moe/v1/experts/slow")).Json;
        Assert.Equal(("Active", "Closed", 0), (view.GetProperty("state").GetString(), view.GetProperty("breaker").GetString(), view.GetProperty("failures").GetDouble()));
    }

    private async Task AskAsync(CancellationToken gone, string text = "aaa")
    {
        var result = await Scheduler.SubmitAsync(new WorkItem([new RawInput(text)], MixtureRequest.Plain), gone);
        result.Outcomes[0].Get();
    }
}
