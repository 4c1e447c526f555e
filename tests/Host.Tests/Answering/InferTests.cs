using System.Text.Json;
using MoECollab.Host.Seeing.Metrics;
using MoECollab.Host.Tests.Hosting;

namespace MoECollab.Host.Tests.Answering;

public sealed class InferTests : IAsyncLifetime
{
    private readonly ServedFolder _folder = ServedFolder.WithThreeExperts();
    private RunningHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await RunningHost.StartAsync(_folder);

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Texts_are_answered_by_the_experts_they_belong_to()
    {
        var reply = await _host.PostAsync("/moe/v1/infer", RunningHost.Body("aaa", "bbb", "ccc"));

        Assert.Equal(200, reply.Status);
        var answers = reply.Json.GetProperty("answers").EnumerateArray().ToList();
        Assert.Equal(["alpha/yes", "beta/yes", "gamma/yes"], answers.Select(answer => answer.GetProperty("label").GetString()));
        Assert.All(answers, answer => Assert.Equal(0.75, answer.GetProperty("probability").GetDouble(), 5));
        Assert.Equal("Route", answers[0].GetProperty("kind").GetString());
        Assert.Equal(("alpha", "1.0.0", 1.0), (answers[0].GetProperty("experts")[0].GetProperty("id").GetString(), answers[0].GetProperty("experts")[0].GetProperty("version").GetString(), answers[0].GetProperty("experts")[0].GetProperty("weight").GetDouble()));
        Assert.Equal("prototype@1.0.0", answers[0].GetProperty("gate").GetString());
        Assert.False(answers[0].TryGetProperty("probabilities", out _));
    }

    [Fact]
    public async Task Top_k_and_probabilities_are_given_when_asked_for()
    {
        var reply = await _host.PostAsync("/moe/v1/infer", """{"texts":["aab"],"topK":2,"probabilities":true}""");

        Assert.Equal(["alpha", "beta"], reply.Answer.GetProperty("experts").EnumerateArray().Select(expert => expert.GetProperty("id").GetString()));
        Assert.Equal(1.0, reply.Answer.GetProperty("probabilities").EnumerateObject().Sum(label => label.Value.GetDouble()), 5);
        Assert.Equal(4, reply.Answer.GetProperty("probabilities").EnumerateObject().Count());
    }

    [Fact]
    public async Task Route_says_what_infer_would_do_for_a_thousand_texts()
    {
        var random = new Random(7);
        string[] texts = [.. Enumerable.Range(0, 1000).Select(_ => string.Concat(Enumerable.Range(0, 8).Select(_ => (char)('a' + random.Next(5)))))];

        var infer = await _host.PostAsync("/moe/v1/infer", JsonSerializer.Serialize(new { texts, topK = 2 }));
        var route = await _host.PostAsync("/moe/v1/route", JsonSerializer.Serialize(new { texts, topK = 2 }));

        Assert.Equal((200, 200), (infer.Status, route.Status));
        var (inferred, routed, explained) = (infer.Json.GetProperty("answers"), route.Json.GetProperty("answers"), route.Json.GetProperty("explanations"));
        Assert.Equal(1000, explained.GetArrayLength());
        for (var i = 0; i < 1000; i++)
        {
            Same(inferred[i], routed[i]);
            Same(inferred[i], explained[i].GetProperty("answer"));
        }
    }

    [Fact]
    public async Task Explanations_name_every_expert()
    {
        var reply = await _host.PostAsync("/moe/v1/infer", """{"texts":["abc"],"explain":true}""");

        var scores = reply.Json.GetProperty("explanations")[0].GetProperty("scores");
        Assert.Equal(["alpha", "beta", "gamma"], scores.EnumerateArray().Select(score => score.GetProperty("id").GetString()!).Order());
        Assert.Equal(1.0, scores.EnumerateArray().Sum(score => score.GetProperty("probability").GetDouble()), 5);
    }

    [Fact]
    public async Task Trace_id_of_the_caller_is_kept()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/moe/v1/infer") { Content = new StringContent(RunningHost.Body("aaa"), System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        using var response = await _host.Http.SendAsync(request, TestContext.Current.CancellationToken);

        var reply = await Reply.OfAsync(response);

        Assert.Equal("0af7651916cd43dd8448eb211c80319c", reply.Answer.GetProperty("traceId").GetString());
    }

    [Theory]
    [InlineData("""{"texts":[]}""", 400, "invalid-request")]
    [InlineData("""{"text":"a"}""", 400, "invalid-request")]
    [InlineData("""{"texts":["a"],"top_k":2}""", 400, "invalid-request")]
    [InlineData("""{"texts":["a"],"topK":0}""", 400, "invalid-request")]
    [InlineData("""{"texts":["a"],"deadlineMs":-1}""", 400, "invalid-request")]
    [InlineData("""{"texts":[1]}""", 400, "invalid-request")]
    [InlineData("""{"texts":["\ud800"]}""", 400, "invalid-request")]
    [InlineData("""{"texts":["a"],"texts":["b"]}""", 400, "invalid-json")]
    [InlineData("""["a"]""", 400, "invalid-json")]
    [InlineData("""{"texts":["a"]""", 400, "invalid-json")]
    [InlineData("""{"texts":[NaN]}""", 400, "invalid-json")]
    [InlineData("", 400, "invalid-json")]
    public async Task Bad_request_is_refused_with_a_code(string body, int status, string code)
    {
        var reply = await _host.PostAsync("/moe/v1/infer", body);

        Assert.Equal((status, "application/problem+json", code), (reply.Status, reply.Type, reply.Code));
        Assert.Equal(status, reply.Json.GetProperty("status").GetInt32());
        Assert.NotEmpty(reply.Json.GetProperty("detail").GetString()!);
    }

    [Fact]
    public async Task Unknown_path_is_a_problem_and_a_wrong_method_is_refused()
    {
        var unknown = await _host.GetAsync("/moe/v2/infer");
        var wrong = await _host.GetAsync("/moe/v1/infer");

        Assert.Equal((404, "not-found"), (unknown.Status, unknown.Code));
        Assert.Equal(405, wrong.Status);
    }

    [Fact]
    public async Task Experts_gates_and_metrics_are_shown()
    {
        await _host.PostAsync("/moe/v1/infer", RunningHost.Body("aaa", "aaa", "bbb"));

        var experts = (await _host.GetAsync("/moe/v1/experts")).Json.GetProperty("experts").EnumerateArray().ToList();
        var alpha = (await _host.GetAsync("/moe/v1/experts/alpha")).Json;
        var gates = (await _host.GetAsync("/moe/v1/gates")).Json;
        var metrics = (await _host.GetAsync("/metrics")).Text;

        Assert.Equal(["alpha", "beta", "gamma"], experts.Select(expert => expert.GetProperty("id").GetString()));
        Assert.Equal(("Active", "in", "Closed", true), (alpha.GetProperty("state").GetString(), alpha.GetProperty("routing").GetString(), alpha.GetProperty("breaker").GetString(), alpha.GetProperty("loaded").GetBoolean()));
        Assert.Equal("prototype@1.0.0", gates.GetProperty("active").GetString());
        Assert.Contains("moe_route_selected_total{expert=\"alpha\",rank=\"1\"} 2\n", metrics, StringComparison.Ordinal);
        Assert.Contains("moe_expert_loaded{expert=\"gamma\",version=\"1.0.0\",device=\"cpu\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("# TYPE moe_request_duration_seconds histogram\n", metrics, StringComparison.Ordinal);
        Assert.Equal(404, (await _host.GetAsync("/moe/v1/experts/delta")).Status);
    }

    [Fact]
    public async Task Duration_of_a_request_says_how_its_experts_were_chosen()
    {
        const string text = """{"inputs":[{"name":"text","shape":[1],"datatype":"BYTES","data":["aaa"]}]}""";
        await _host.PostAsync("/moe/v1/infer", RunningHost.Body("aaa"));
        await _host.PostAsync("/moe/v1/infer", """{"texts":["aaa"],"topK":1}""");
        await _host.PostAsync("/moe/v1/route", """{"texts":["abc"],"topK":40}""");
        await _host.PostAsync("/moe/v1/infer", "{}");
        await _host.PostAsync("/v2/models/moe/infer", text);
        await _host.PostAsync("/v2/models/alpha/infer", text);

        var durations = _host.Service<HostMetrics>().RequestDuration;
        await Eventually.TrueAsync(() => durations.Total("oip", "expert", "200").Count == 1, "the last one is counted");

        Assert.All(
            [("moe", "gate", "200"), ("moe", "top-1", "200"), ("moe", "top-3+", "200"), ("moe", "none", "4xx"), ("oip", "gate", "200")],
            labels => Assert.Equal(1, durations.Total(labels.Item1, labels.Item2, labels.Item3).Count));
    }

    [Fact]
    public async Task Health_says_what_is_so()
    {
        Assert.Equal((200, "ok\n"), ((await _host.GetAsync("/livez")).Status, (await _host.GetAsync("/livez")).Text));
        Assert.Equal(200, (await _host.GetAsync("/startupz")).Status);
        Assert.Equal(200, (await _host.GetAsync("/readyz")).Status);
        Assert.All((await _host.GetAsync("/readyz?verbose")).Json.GetProperty("checks").EnumerateArray(), check => Assert.True(check.GetProperty("ok").GetBoolean()));
    }

    // Another way through the arithmetic may differ in the last digits.
    private static void Same(JsonElement left, JsonElement right)
    {
        Assert.Equal(left.GetProperty("label").GetString(), right.GetProperty("label").GetString());
        Assert.Equal(left.GetProperty("kind").GetString(), right.GetProperty("kind").GetString());
        Assert.Equal(left.GetProperty("gate").GetString(), right.GetProperty("gate").GetString());
        Assert.Equal(left.GetProperty("probability").GetDouble(), right.GetProperty("probability").GetDouble(), 1e-5);
        Assert.Equal(left.GetProperty("entropy").GetDouble(), right.GetProperty("entropy").GetDouble(), 1e-5);
        var (experts, others) = (left.GetProperty("experts"), right.GetProperty("experts"));
        Assert.Equal(experts.EnumerateArray().Select(expert => expert.GetProperty("id").GetString()), others.EnumerateArray().Select(expert => expert.GetProperty("id").GetString()));
        Assert.All(experts.EnumerateArray().Zip(others.EnumerateArray()), pair => Assert.Equal(pair.First.GetProperty("weight").GetDouble(), pair.Second.GetProperty("weight").GetDouble(), 1e-5));
    }
}
