using System.Collections.Concurrent;
using System.Diagnostics;
using MoECollab.Host.Seeing.Events;
using MoECollab.Host.Tests.Hosting;

namespace MoECollab.Host.Tests.Breaking;

/// <summary>
/// Everything that an expert can do wrong within the process, under every way of choosing experts, each in a host of its own: an answer or a typed
/// error, the breaker opens, is tried and closes, the other expert never notices.
/// </summary>
public sealed class FaultMatrixTests
{
    private const int Failures = 3, AtOnce = 6, ExpertTimeout = 600, Deadline = 5000;

    private static readonly string[] Faults = ["throw!", "nan!", "inf!", "shape!", "huge!", "slow!", "hang!"];
    private static readonly string[] Strategies = ["top-1", "top-2", "k_min", "all down", "only one"];

    [Fact]
    public async Task Every_fault_under_every_strategy_is_an_answer_or_a_typed_error_and_passes()
    {
        var wrong = new ConcurrentBag<string>();
        var cells = from fault in Faults from strategy in Strategies select (fault, strategy);

        await Parallel.ForEachAsync(cells, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken }, async (cell, _) =>
        {
            try
            {
                await RunAsync(cell.fault, cell.strategy);
            }
            catch (Exception failed) when (failed is not OperationCanceledException)
            {
                wrong.Add($"{cell.fault} {cell.strategy}: {failed.Message}");
            }
        });

        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Order(StringComparer.Ordinal)));
    }

    private static async Task RunAsync(string fault, string strategy)
    {
        using var folder = new ServedFolder();
        folder.AddEncoder();
        folder.AddExpert("faulty", 'a', "1.0.0", null, ("faulty", "true"));
        if (strategy == "all down")
            folder.AddExpert("second", 'b', "1.0.0", null, ("faulty", "true"));
        if (strategy != "only one")
            folder.AddExpert("sound", 'c');
        await using var host = await RunningHost.StartAsync(
            folder, ("Plugins:Watch", "false"), ("Batching:Lanes", "2"), ("Reliability:BreakerFailures", $"{Failures}"), ("Reliability:BreakerBackoffMilliseconds", "250"),
            ("Reliability:ExpertTimeoutMilliseconds", $"{ExpertTimeout}"), ("Reliability:DeadlineMilliseconds", $"{Deadline}"), ("Reliability:MinAnsweringExperts", strategy == "k_min" ? "2" : "1"));
        var body = strategy switch
        {
            "top-2" or "k_min" => $$"""{"texts":["aac {{fault}}"],"topK":2}""",
            "all down" => $$"""{"texts":["aab {{fault}}"],"topK":2}""",
            _ => $$"""{"texts":["aaa {{fault}}"],"topK":1}""",
        };

        for (var i = 0; i < Failures; i++)
        {
            var clock = Stopwatch.StartNew();
            Check(fault, strategy, await host.PostAsync("/moe/v1/infer", body), i);
            if (Soak.IsOn)
                Assert.True(clock.ElapsedMilliseconds < Deadline + 250, $"took {clock.ElapsedMilliseconds} ms");
            if (strategy != "only one")
                Assert.Equal("sound/yes", (await host.PostAsync("/moe/v1/infer", RunningHost.Body("ccc"))).Answer.GetProperty("label").GetString());
            if (fault == "hang!")
                break;
        }

        await RecoverAsync(host, fault, strategy);
    }

    private static void Check(string fault, string strategy, Reply reply, int attempt)
    {
        if (fault == "slow!")
        {
            Assert.Equal(200, reply.Status);
            Assert.Equal(0, reply.Answer.GetProperty("dropped").GetArrayLength());
            return;
        }

        // An expert that hung leaves routing at once: its input goes to whoever is left.
        if (fault == "hang!" && strategy is "top-1" or "all down" && reply.Status == 200)
        {
            Assert.Equal("sound", reply.Answer.GetProperty("experts")[0].GetProperty("id").GetString());
            return;
        }

        switch (strategy)
        {
            case "top-2" or "k_min" when reply.Status == 200 && (strategy == "top-2" || fault == "hang!"):
                Assert.Equal(("sound", 1.0), (reply.Answer.GetProperty("experts")[0].GetProperty("id").GetString(), reply.Answer.GetProperty("experts")[0].GetProperty("weight").GetDouble()));
                Assert.Contains("faulty", reply.Answer.GetProperty("dropped").EnumerateArray().Select(dropped => dropped.GetProperty("id").GetString()));
                break;
            case "k_min":
                Assert.Equal((503, "too-few-experts"), (reply.Status, reply.Code));
                break;
            default:
                Assert.True(reply.Status is 503 or 504, $"attempt {attempt}: {reply.Status} {reply.Text}");
                Assert.Contains(reply.Code, new[] { "all-experts-failed", "no-expert", "expert-timeout", "deadline-exceeded" });
                break;
        }
    }

    private static async Task RecoverAsync(RunningHost host, string fault, string strategy)
    {
        var events = host.Service<HostEvents>();
        string[] down = fault == "slow!" ? [] : strategy == "all down" && fault != "hang!" ? ["faulty", "second"] : ["faulty"];
        if (fault == "hang!")
        {
            await Eventually.TrueAsync(() => events.Kept.Any(one => one is { Kind: "expert-hung", Subject: "faulty" }), "it is found hanging");
            await Eventually.TrueAsync(async () => (await host.GetAsync("/moe/v1/experts/faulty")).Json.GetProperty("state").GetString() == "Quarantined", "it is quarantined");
            await Eventually.TrueAsync(async () => !(await host.GetAsync("/readyz?verbose")).Text.Contains("in faulty", StringComparison.Ordinal), "its thread has returned");
            Assert.Equal(200, (await RunningHost.SendAsync(host.Socket, HttpMethod.Post, "/moe/v1/experts/faulty:enable", null)).Status);
        }

        await Eventually.TrueAsync(async () => await host.PostAsync("/moe/v1/infer", RunningHost.Body("aaa")) is { Status: 200 } reply && reply.Answer.GetProperty("experts")[0].GetProperty("id").GetString() == "faulty", "it answers again");
        foreach (var expert in down.Where(_ => fault != "hang!"))
        {
            await Eventually.TrueAsync(() => events.Kept.Any(one => one.Kind == "breaker-closed" && one.Subject == expert), $"the breaker of {expert} is closed");
            Assert.Equal(["breaker-open", "breaker-half-open", "breaker-closed"], events.Kept.Where(one => one.Subject == expert && one.Kind.StartsWith("breaker-", StringComparison.Ordinal)).Select(one => one.Kind));
        }

        Assert.DoesNotContain(events.Kept, one => one.Subject == "sound" && !one.Kind.StartsWith("package-", StringComparison.Ordinal));
        Assert.Equal(200, (await host.GetAsync("/readyz")).Status);
    }
}
