using MoECollab.Host.Seeing.Metrics;
using MoECollab.Host.Tests.Hosting;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.States;

namespace MoECollab.Host.Tests.Breaking;

public sealed class FaultTests : IAsyncDisposable
{
    private readonly ServedFolder _folder = new();
    private RunningHost? _host;

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("throw!", "threw InvalidOperationException")]
    [InlineData("nan!", "returned NaN")]
    [InlineData("shape!", "returned shape")]
    [InlineData("huge!", "threw")]
    public async Task Fault_is_dropped_from_the_answer_and_the_other_expert_has_all_the_weight(string fault, string reason)
    {
        await StartAsync(withOther: true);

        var reply = await _host!.PostAsync("/moe/v1/infer", $$"""{"texts":["aab {{fault}}"],"topK":2}""");

        Assert.Equal(200, reply.Status);
        var (experts, dropped) = (reply.Answer.GetProperty("experts"), reply.Answer.GetProperty("dropped"));
        Assert.Equal(("sound", 1.0), (experts[0].GetProperty("id").GetString(), experts[0].GetProperty("weight").GetDouble()));
        Assert.Equal(1, experts.GetArrayLength());
        Assert.Equal("faulty", dropped[0].GetProperty("id").GetString());
        Assert.StartsWith(reason, dropped[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Contains("moe_expert_requests_total{expert=\"faulty\",version=\"1.0.0\",outcome=\"error\"} 1\n", (await _host.GetAsync("/metrics")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_expert_that_fails_is_a_typed_error_and_its_breaker_opens_and_closes_again()
    {
        await StartAsync(withOther: false);

        for (var i = 0; i < 3; i++)
        {
            var reply = await _host!.PostAsync("/moe/v1/infer", RunningHost.Body("aaa throw!"));
            Assert.Equal((503, "all-experts-failed"), (reply.Status, reply.Code));
        }

        await Eventually.TrueAsync(async () => (await _host!.PostAsync("/moe/v1/infer", RunningHost.Body("aaa"))).Status == 503, "the breaker is open");
        Assert.Equal(503, (await _host!.GetAsync("/readyz")).Status);
        await Eventually.TrueAsync(async () => (await _host!.PostAsync("/moe/v1/infer", RunningHost.Body("aaa"))).Status == 200, "the breaker is closed again");
        var view = (await _host!.GetAsync("/moe/v1/experts/faulty")).Json;
        Assert.Equal(("Closed", "in", "Active"), (view.GetProperty("breaker").GetString(), view.GetProperty("routing").GetString(), view.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task Open_breaker_sends_inputs_to_the_others_and_the_host_stays_ready()
    {
        await StartAsync(withOther: true);

        for (var i = 0; i < 3; i++)
            await _host!.PostAsync("/moe/v1/infer", RunningHost.Body("aaa nan!"));

        await Eventually.TrueAsync(async () => (await _host!.PostAsync("/moe/v1/infer", RunningHost.Body("aaa"))) is { Status: 200 } reply && reply.Answer.GetProperty("experts")[0].GetProperty("id").GetString() == "sound", "inputs go to the other");
        Assert.Equal(200, (await _host!.GetAsync("/readyz")).Status);
    }

    [Fact]
    public async Task Expert_that_hangs_loses_its_lane_and_is_quarantined_and_the_others_are_answered()
    {
        await StartAsync(withOther: true, ("Batching:Lanes", "1"), ("Reliability:ExpertTimeoutMilliseconds", "200"));

        var hanging = _host!.PostAsync("/moe/v1/infer", """{"texts":["aab hang!"],"topK":2}""");
        var other = _host.PostAsync("/moe/v1/infer", RunningHost.Body("bbb"));
        var replies = await Task.WhenAll(hanging, other);

        Assert.Equal((200, 200), (replies[0].Status, replies[1].Status));
        Assert.Equal("sound", replies[0].Answer.GetProperty("experts")[0].GetProperty("id").GetString());
        Assert.Equal(("faulty", "timeout"), (replies[0].Answer.GetProperty("dropped")[0].GetProperty("id").GetString(), replies[0].Answer.GetProperty("dropped")[0].GetProperty("reason").GetString()));
        Assert.Contains("lane 1 in faulty", (await _host.GetAsync("/readyz?verbose")).Text, StringComparison.Ordinal);
        await Eventually.TrueAsync(async () => (await _host.GetAsync("/moe/v1/experts/faulty")).Json.GetProperty("state").GetString() == "Quarantined", "it is quarantined");
        Assert.Equal(PackageState.Quarantined, PackageStates.Open(_folder.Home, TimeProvider.System).Find(_folder.Home.Locate(PackageRole.Expert, "faulty", "1.0.0"))!.State);
        await Eventually.TrueAsync(async () => !(await _host.GetAsync("/readyz?verbose")).Text.Contains("lane 1", StringComparison.Ordinal), "the thread has returned");
        Assert.Equal(200, (await _host.GetAsync("/livez")).Status);
    }

    [Fact]
    public async Task Change_that_takes_long_keeps_nobody_waiting_for_a_lane()
    {
        await StartAsync(withOther: true, ("Batching:Lanes", "1"), ("Reliability:ExpertTimeoutMilliseconds", "200"), ("Plugins:CreationLimitMilliseconds", "1500"));
        _folder.Add(PackageRole.Expert, "faulty.blocking-constructor", "1.0.0", "FaultyPlugin", null);
        var loading = RunningHost.SendAsync(_host!.Socket, HttpMethod.Post, "/moe/v1/experts/faulty.blocking-constructor:enable", null);
        await Task.Delay(200, TestContext.Current.CancellationToken);

        var hanging = _host.PostAsync("/moe/v1/infer", """{"texts":["aab hang!"],"topK":2}""");
        var reply = await hanging;

        Assert.False(loading.IsCompleted);
        Assert.Equal((200, "sound"), (reply.Status, reply.Answer.GetProperty("experts")[0].GetProperty("id").GetString()));
        Assert.Equal("timeout", Assert.Single(reply.Answer.GetProperty("dropped").EnumerateArray()).GetProperty("reason").GetString());
        Assert.Equal(409, (await loading).Status);
        await Eventually.TrueAsync(async () => (await _host.GetAsync("/moe/v1/experts/faulty")).Json.GetProperty("state").GetString() == "Quarantined", "it is quarantined");
    }

    [Fact]
    public async Task Expert_that_hangs_by_itself_is_a_typed_error_in_time()
    {
        await StartAsync(withOther: false, ("Reliability:ExpertTimeoutMilliseconds", "200"));

        var clock = System.Diagnostics.Stopwatch.StartNew();
        var reply = await _host!.PostAsync("/v2/models/faulty/infer", """{"inputs":[{"name":"text","shape":[1],"datatype":"BYTES","data":["hang!"]}]}""");

        Assert.Equal(504, reply.Status);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2.4), $"{clock.Elapsed}");
    }

    [Fact]
    public async Task Expert_that_keeps_failing_is_quarantined()
    {
        await StartAsync(withOther: true, ("Reliability:BreakerTrips", "1"), ("Reliability:BreakerFailures", "1"), ("Reliability:BreakerBackoffMilliseconds", "10"));

        await Eventually.TrueAsync(async () =>
        {
            await _host!.PostAsync("/moe/v1/infer", RunningHost.Body("aaa throw!"));
            return (await _host.GetAsync("/moe/v1/experts/faulty")).Json.GetProperty("state").GetString() == "Quarantined";
        }, "it is quarantined");

        Assert.Contains("kept failing", (await _host!.GetAsync("/moe/v1/experts/faulty")).Json.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(200, (await _host.GetAsync("/readyz")).Status);
    }

    [Theory]
    [InlineData(3, 200)]
    [InlineData(4, 503)]
    public async Task Answer_needs_its_least_number_of_experts_and_the_rest_share_the_weight(int least, int status)
    {
        _folder.AddExpert("third", 'c');
        _folder.AddExpert("fourth", 'd');
        await StartAsync(withOther: true, ("Reliability:MinAnsweringExperts", $"{least}"), ("Reliability:ExpertTimeoutMilliseconds", "200"));

        var slow = await _host!.PostAsync("/moe/v1/infer", """{"texts":["aabcd hang!"],"topK":4}""");
        var few = await _host.PostAsync("/moe/v1/infer", """{"texts":["bb"],"topK":1}""");

        Assert.Equal((status, 200), (slow.Status, few.Status));
        if (status == 503)
        {
            Assert.Equal("too-few-experts", slow.Code);
            Assert.Contains("faulty timeout", slow.Text, StringComparison.Ordinal);
            return;
        }

        var experts = slow.Answer.GetProperty("experts").EnumerateArray().ToList();
        Assert.Equal(["fourth", "sound", "third"], experts.Select(expert => expert.GetProperty("id").GetString()!).Order(StringComparer.Ordinal));
        Assert.Equal(1.0, experts.Sum(expert => expert.GetProperty("weight").GetDouble()), 4);
        Assert.Equal("faulty", Assert.Single(slow.Answer.GetProperty("dropped").EnumerateArray()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Faults_count_for_the_breaker_also_where_too_few_answered()
    {
        await StartAsync(withOther: true, ("Reliability:MinAnsweringExperts", "2"));

        for (var i = 0; i < 3; i++)
            Assert.Equal("too-few-experts", (await _host!.PostAsync("/moe/v1/infer", """{"texts":["aab throw!"],"topK":2}""")).Code);
        var requests = _host!.Service<HostMetrics>().ExpertRequests;
        Assert.Equal((3, 3, 0), (requests.Get("faulty", "1.0.0", "error"), requests.Get("sound", "1.0.0", "dropped"), requests.Get("sound", "1.0.0", "ok")));

        await Eventually.TrueAsync(async () => (await _host!.PostAsync("/moe/v1/infer", RunningHost.Body("aaa"))) is { Status: 200 } reply && reply.Answer.GetProperty("experts")[0].GetProperty("id").GetString() == "sound", "the breaker is open");
    }

    private async Task StartAsync(bool withOther, params (string, string)[] settings)
    {
        _folder.AddEncoder();
        _folder.AddExpert("faulty", 'a', "1.0.0", null, ("faulty", "true"));
        if (withOther)
            _folder.AddExpert("sound", 'b');
        _host = await RunningHost.StartAsync(_folder, [("Plugins:Watch", "false"), ("Reliability:BreakerFailures", "3"), ("Reliability:BreakerBackoffMilliseconds", "400"), .. settings]);
    }
}
