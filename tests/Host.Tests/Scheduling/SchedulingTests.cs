using System.Text.Json;
using MoECollab.Host.Scheduling;
using MoECollab.Host.Seeing.Metrics;
using MoECollab.Host.Tests.Hosting;

namespace MoECollab.Host.Tests.Scheduling;

/// <summary>One slow lane, so that the arithmetic of queue and batches can be counted.</summary>
public sealed class SchedulingTests : IAsyncLifetime
{
    private readonly ServedFolder _folder = new();
    private RunningHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _folder.AddEncoder();
        _folder.AddExpert("slow", 'a', "1.0.0", null, ("pauseMs", "150"), ("faulty", "true"));
        _folder.AddExpert("quick", 'b');
        _host = await RunningHost.StartAsync(_folder, ("Batching:Lanes", "1"), ("Batching:MaxBatch", "4"), ("Batching:QueueCapacity", "8"), ("Plugins:Watch", "false"));
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Queued_requests_are_answered_together_and_what_does_not_fit_is_refused()
    {
        var metrics = _host.Service<HostMetrics>();
        var before = metrics.ExpertExecutions.Get("slow");
        // It stays in the expert for as long as the others need to arrive.
        var first = _host.PostAsync("/moe/v1/infer", RunningHost.Body("aaa hang!"));
        await Eventually.TrueAsync(() => _host.Service<Scheduler>() is { Accepted: 1, QueueLength: 0 }, "the lane is busy");

        var others = Enumerable.Range(0, 10).Select(_ => _host.PostAsync("/moe/v1/infer", RunningHost.Body("aaa"))).ToList();
        var replies = await Task.WhenAll(others);

        Assert.Equal(200, (await first).Status);
        Assert.Equal((8, 2), (replies.Count(reply => reply.Status == 200), replies.Count(reply => reply.Status == 429)));
        Assert.All(replies.Where(reply => reply.Status == 429), reply => Assert.Equal(("queue-full", "1"), (reply.Code, reply.Headers["Retry-After"])));
        // The first by itself, then eight in two batches of four.
        Assert.Equal(3, metrics.ExpertExecutions.Get("slow") - before);
        Assert.Equal(2, metrics.Rejected.Get("queue-full"));
        Assert.Equal((0, 0), (_host.Service<Scheduler>().Accepted, _host.Service<Scheduler>().QueueLength));
    }

    [Fact]
    public async Task Higher_priority_is_served_first_and_lower_gives_way_where_the_queue_is_full()
    {
        var first = _host.PostAsync("/moe/v1/infer", RunningHost.Body("aaa hang!"));
        await Eventually.TrueAsync(() => _host.Service<Scheduler>() is { Accepted: 1, QueueLength: 0 }, "the lane is busy");
        var done = new List<string>();

        var low = Enumerable.Range(0, 8).Select(_ => NotedAsync("low", _host.PostAsync("/moe/v1/infer", RunningHost.Body("aaa")))).ToList();
        await Eventually.TrueAsync(() => _host.Service<Scheduler>().QueueLength == 8, "the queue is full");
        Task<Reply>[] high =
        [
            NotedAsync("high", _host.PostAsync("/moe/v1/infer", """{"texts":["aaa","aaa"],"priority":5}""")),
            NotedAsync("high", _host.PostAsync("/v2/models/moe/infer", """{"parameters":{"priority":4},"inputs":[{"name":"text","shape":[2],"datatype":"BYTES","data":["aaa","aaa"]}]}""")),
        ];
        await Eventually.TrueAsync(() => low.Count(reply => reply.IsCompleted) == 4, "four gave way");
        var lowest = await _host.PostAsync("/moe/v1/infer", """{"texts":["aaa"],"priority":-1}""");
        var replies = await Task.WhenAll([.. low, .. high]);

        Assert.Equal(200, (await first).Status);
        Assert.Equal((4, 4), (replies.Count(reply => reply.Status == 200) - 2, replies.Count(reply => reply.Status == 429)));
        Assert.All(replies.Where(reply => reply.Status == 429), reply => Assert.Contains("gave way", reply.Text, StringComparison.Ordinal));
        Assert.Equal((429, "queue-full"), (lowest.Status, lowest.Code));
        Assert.Equal(["high", "high", "low", "low", "low", "low"], done.Skip(4));
        Assert.Equal(5, _host.Service<HostMetrics>().Rejected.Get("queue-full"));

        async Task<Reply> NotedAsync(string name, Task<Reply> reply)
        {
            var result = await reply;
            lock (done)
                done.Add(name);
            return result;
        }
    }

    [Fact]
    public async Task Priority_that_is_none_is_refused()
    {
        foreach (var priority in (string[])["101", "1.5", "\"1\""])
        {
            var own = await _host.PostAsync("/moe/v1/infer", $$"""{"texts":["bbb"],"priority":{{priority}}}""");
            var protocol = await _host.PostAsync("/v2/models/moe/infer", $$"""{"parameters":{"priority":{{priority}}},"inputs":[{"name":"text","shape":[1],"datatype":"BYTES","data":["bbb"]}]}""");

            Assert.Equal((400, 400), (own.Status, protocol.Status));
        }
    }

    [Fact]
    public async Task Request_that_misses_its_deadline_is_told_so_and_the_expert_stays()
    {
        var queued = _host.PostAsync("/moe/v1/infer", RunningHost.Body("aaa"));
        var late = await _host.PostAsync("/moe/v1/infer", """{"texts":["aaa"],"deadlineMs":40}""");
        var protocol = await _host.PostAsync("/v2/models/moe/infer", """{"parameters":{"moe_deadline_ms":20},"inputs":[{"name":"text","shape":[1],"datatype":"BYTES","data":["aaa"]}]}""");

        Assert.Equal((504, "deadline-exceeded"), (late.Status, late.Code));
        Assert.Equal(504, protocol.Status);
        Assert.Equal(200, (await queued).Status);
        Assert.Equal("Active", (await _host.GetAsync("/moe/v1/experts/slow")).Json.GetProperty("state").GetString());
        Assert.True(_host.Service<HostMetrics>().Rejected.Get("timeout") >= 2);
    }

    [Fact]
    public async Task Callers_that_go_away_free_their_slots()
    {
        var busy = _host.PostAsync("/moe/v1/infer", RunningHost.Body("aaa"));
        await Eventually.TrueAsync(() => _host.Service<Scheduler>().Accepted == 1, "the lane is busy");

        for (var round = 0; round < 25; round++)
        {
            using var gone = new CancellationTokenSource();
            var calls = Enumerable.Range(0, 8).Select(_ => CancelledAsync(gone.Token)).ToList();
            await Task.Delay(2, TestContext.Current.CancellationToken);
            await gone.CancelAsync();
            await Task.WhenAll(calls);
            await Eventually.TrueAsync(() => _host.Service<Scheduler>().QueueLength == 0, "the queue is empty");
        }

        await busy;
        await Eventually.TrueAsync(() => _host.Service<Scheduler>().Accepted == 0, "nothing is left");
        Assert.Equal(200, (await _host.PostAsync("/moe/v1/infer", RunningHost.Body("bbb"))).Status);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public async Task Batches_answer_as_single_inputs_do_and_in_order(int rows)
    {
        string[] texts = [.. Enumerable.Range(0, rows).Select(row => row % 2 == 0 ? "bbb" : "bab")];

        var together = (await _host.PostAsync("/moe/v1/infer", JsonSerializer.Serialize(new { texts, topK = 2 }))).Json.GetProperty("answers");

        for (var row = 0; row < rows; row++)
        {
            var alone = (await _host.PostAsync("/moe/v1/infer", JsonSerializer.Serialize(new { texts = new[] { texts[row] }, topK = 2 }))).Answer;
            Assert.Equal(alone.GetProperty("label").GetString(), together[row].GetProperty("label").GetString());
            Assert.Equal(alone.GetProperty("probability").GetDouble(), together[row].GetProperty("probability").GetDouble(), 1e-5);
        }
    }

    private async Task CancelledAsync(CancellationToken gone)
    {
        try
        {
            using var content = new StringContent(RunningHost.Body("aaa"), System.Text.Encoding.UTF8, "application/json");
            using var response = await _host.Http.PostAsync("/moe/v1/infer", content, gone);
        }
        catch (OperationCanceledException)
        {
            // As planned.
        }
    }
}
