using System.Text.Json;
using MoECollab.Host.Scheduling;
using MoECollab.Host.Seeing.Metrics;
using MoECollab.Host.Tests.Hosting;

namespace MoECollab.Host.Tests.Breaking;

/// <summary>k_min and the timeout after it: four experts, one of which takes longer than the others wait.</summary>
public sealed class LateExpertTests : IAsyncDisposable
{
    private const string Text = "abcd aab";

    private readonly ServedFolder _folder = new();
    private RunningHost? _host;

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("2", 1)]
    [InlineData("2", 6)]
    public async Task Late_expert_is_dropped_by_name_and_the_others_share_its_weight(string lanes, int texts)
    {
        await StartAsync(("Batching:Lanes", lanes), ("Reliability:TimeoutAfterMinExpertsMilliseconds", "60"), ("Reliability:MinAnsweringExperts", "3"));

        var reply = await AskAsync(4, texts);

        Assert.Equal(200, reply.Status);
        foreach (var answer in reply.Json.GetProperty("answers").EnumerateArray())
        {
            var weights = Weights(answer);
            Assert.Equal(["a", "b", "c"], weights.Keys.Order(StringComparer.Ordinal));
            Assert.Equal([("late", "timeout")], answer.GetProperty("dropped").EnumerateArray().Select(dropped => (dropped.GetProperty("id").GetString()!, dropped.GetProperty("reason").GetString()!)));
            Assert.Equal(1, weights.Values.Sum(), 5);
        }

        // Who is asked for by an input that has no other waits for it, and it has lost neither lane nor state.
        Assert.Equal("late", Assert.Single(Weights((await AskAsync(1, 1, "ddd")).Answer)).Key);
        var view = (await _host!.GetAsync("/moe/v1/experts/late")).Json;
        Assert.Equal(("Active", "in", "was late, and was not waited for"), (view.GetProperty("state").GetString(), view.GetProperty("routing").GetString(), view.GetProperty("lastFault").GetString()));
        Assert.Empty(_host.Service<Scheduler>().Held);
        Assert.Equal(texts, _host.Service<HostMetrics>().ExpertRequests.Get("late", "1.0.0", "timeout"));
        await Eventually.TrueAsync(() => _host.Service<Scheduler>() is { Accepted: 0, QueueLength: 0 }, "nothing is left");
    }

    [Fact]
    public async Task Weights_without_the_late_expert_are_in_the_proportion_that_the_gate_gave_them()
    {
        await StartAsync(("Reliability:MinAnsweringExperts", "4"), ("Reliability:TimeoutAfterMinExpertsMilliseconds", "60"));
        var all = Weights((await AskAsync(4, 1)).Answer);
        await _host!.DisposeAsync();
        _host = null;
        await StartAsync(("Reliability:MinAnsweringExperts", "3"), ("Reliability:TimeoutAfterMinExpertsMilliseconds", "60"));
        var three = Weights((await AskAsync(4, 1)).Answer);

        // Where four must answer, all four are waited for.
        Assert.Equal(4, all.Count);
        Assert.All(three, expert => Assert.Equal(all[expert.Key] / (1 - all["late"]), expert.Value, 4));
    }

    [Fact]
    public async Task Expert_that_is_late_again_and_again_leaves_routing()
    {
        await StartAsync(("Reliability:TimeoutAfterMinExpertsMilliseconds", "60"), ("Reliability:BreakerFailures", "2"), ("Reliability:BreakerBackoffMilliseconds", "60000"));

        for (var call = 0; call < 2; call++)
            Assert.Single((await AskAsync(4, 1)).Answer.GetProperty("dropped").EnumerateArray());

        await Eventually.TrueAsync(async () => (await _host!.GetAsync("/moe/v1/experts/late")).Json.GetProperty("breaker").GetString() == "Open", "its breaker is open");
        await Eventually.TrueAsync(async () => (await AskAsync(4, 1)).Answer.GetProperty("dropped").GetArrayLength() == 0, "it is not asked any more");
    }

    private async Task StartAsync(params (string, string)[] settings)
    {
        if (!Directory.Exists(_folder.At("experts")))
        {
            _folder.AddEncoder();
            foreach (var letter in "abc")
                _folder.AddExpert($"{letter}", letter);
            _folder.AddExpert("late", 'd', "1.0.0", null, ("pauseMs", "2000"));
        }

        _host = await RunningHost.StartAsync(_folder, [("Plugins:Watch", "false"), .. settings]);
    }

    private Task<Reply> AskAsync(int experts, int texts, string text = Text) =>
        _host!.PostAsync("/moe/v1/infer", JsonSerializer.Serialize(new { texts = Enumerable.Repeat(text, texts), topK = experts }));

    private static Dictionary<string, double> Weights(JsonElement answer) =>
        answer.GetProperty("experts").EnumerateArray().ToDictionary(expert => expert.GetProperty("id").GetString()!, expert => expert.GetProperty("weight").GetDouble());
}
