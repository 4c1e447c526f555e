using MoECollab.Host.Scheduling;
using MoECollab.Host.Tests.Hosting;

namespace MoECollab.Host.Tests.Scheduling;

/// <summary>One lane, batches of four, and an expert whose calls wait for the test: what the gauge and the counters say at every moment.</summary>
public sealed class QueueArithmeticTests : IDisposable
{
    private readonly ServedFolder _folder = new();
    private readonly Turnstile _turnstile;

    public QueueArithmeticTests()
    {
        _turnstile = new Turnstile(_folder);
        _folder.AddEncoder();
        _folder.AddExpert("held", 'a', "1.0.0", null, _turnstile.Option);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Ten_requests_in_batches_of_four_leave_six_two_and_none_waiting_and_are_three_executions()
    {
        await using var host = await StartAsync("16");
        var executions = await MetricAsync(host, "moe_expert_executions_total{expert=\"held\"}");
        // It keeps the lane until all ten are there; of another kind, so that none of them joins it.
        var first = host.PostAsync("/moe/v1/infer", """{"texts":["aaa turn!"],"seed":7}""");
        await _turnstile.ArrivedAsync(1);
        var asked = Enumerable.Range(0, 10).Select(_ => host.PostAsync("/moe/v1/infer", RunningHost.Body("aaa turn!"))).ToList();
        await Eventually.TrueAsync(() => host.Service<Scheduler>().QueueLength == 10, "ten wait");

        var waiting = new List<double>();
        for (var call = 1; call <= 3; call++)
        {
            _turnstile.Open(call);
            await _turnstile.ArrivedAsync(call + 1);
            waiting.Add(await MetricAsync(host, "moe_queue_length"));
        }

        _turnstile.Open(4);
        var replies = await Task.WhenAll([first, .. asked]);

        Assert.Equal([6, 2, 0], waiting);
        Assert.All(replies, reply => Assert.Equal(200, reply.Status));
        // The first by itself, then ⌈10 / 4⌉.
        Assert.Equal(1 + 3, await MetricAsync(host, "moe_expert_executions_total{expert=\"held\"}") - executions);
    }

    [Fact]
    public async Task Queue_of_eight_refuses_two_of_ten_and_says_when_to_come_back()
    {
        await using var host = await StartAsync("8");
        var first = host.PostAsync("/moe/v1/infer", RunningHost.Body("aaa turn!"));
        await _turnstile.ArrivedAsync(1);

        var asked = Enumerable.Range(0, 10).Select(_ => host.PostAsync("/moe/v1/infer", RunningHost.Body("aaa"))).ToList();
        await Eventually.TrueAsync(() => asked.Count(reply => reply.IsCompleted) == 2, "two are refused");
        var full = await MetricAsync(host, "moe_queue_length");
        var protocol = await host.PostAsync("/v2/models/moe/infer", """{"inputs":[{"name":"text","shape":[1],"datatype":"BYTES","data":["aaa"]}]}""");
        _turnstile.Open(1);
        var replies = await Task.WhenAll(asked);

        Assert.Equal(8, full);
        Assert.Equal((8, 2), (replies.Count(reply => reply.Status == 200), replies.Count(reply => reply.Status == 429)));
        Assert.All(replies.Where(reply => reply.Status == 429).Append(protocol), reply => Assert.Equal((429, "1"), (reply.Status, reply.Headers["Retry-After"])));
        Assert.Equal(3, await MetricAsync(host, "moe_request_rejected_total{reason=\"queue-full\"}"));
        Assert.Equal(200, (await first).Status);
    }

    [Fact]
    public async Task Requests_that_expire_while_they_wait_are_counted_as_timeouts()
    {
        await using var host = await StartAsync("8");
        var first = host.PostAsync("/moe/v1/infer", RunningHost.Body("aaa turn!"));
        await _turnstile.ArrivedAsync(1);

        var expired = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => host.PostAsync("/moe/v1/infer", """{"texts":["aaa"],"deadlineMs":50}""")));
        var waiting = await MetricAsync(host, "moe_queue_length");
        _turnstile.Open(1);

        Assert.All(expired, reply => Assert.Equal((504, "deadline-exceeded"), (reply.Status, reply.Code)));
        Assert.Equal((3, 0), (await MetricAsync(host, "moe_request_rejected_total{reason=\"timeout\"}"), waiting));
        Assert.Equal(200, (await first).Status);
    }

    private Task<RunningHost> StartAsync(string capacity) => RunningHost.StartAsync(
        _folder, ("Batching:Lanes", "1"), ("Batching:MaxBatch", "4"), ("Batching:QueueCapacity", capacity), ("Plugins:Watch", "false"), ("Reliability:ExpertTimeoutMilliseconds", "60000"));

    private static async Task<double> MetricAsync(RunningHost host, string name)
    {
        var line = (await host.GetAsync("/metrics")).Text.Split('\n').FirstOrDefault(line => line.StartsWith(name + " ", StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line[(name.Length + 1)..], System.Globalization.CultureInfo.InvariantCulture);
    }
}
