using MoECollab.Host.Tests.Hosting;

namespace MoECollab.Host.Tests.Seeing;

public sealed class OtlpTests : IAsyncLifetime
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c", Caller = "b7ad6b7169203331";

    private readonly ServedFolder _folder = ServedFolder.WithThreeExperts();
    private Collector _collector = null!;

    public async ValueTask InitializeAsync() => _collector = await Collector.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _collector.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Request_is_a_trace_below_its_caller_with_one_span_for_each_call_of_an_expert()
    {
        string told;
        await using (var host = await StartAsync())
            told = await AskAsync(host, $"00-{Trace}-{Caller}-01");

        var spans = _collector.Spans.Where(span => span.Trace == Trace).ToList();
        var request = Assert.Single(spans, span => span.Name == "moe.request");
        Assert.Equal((Caller, "200", "/moe/v1/infer"), (request.Parent, request.Tags["http.response.status_code"], request.Tags["url.path"]));
        Assert.Equal(["moe.encode", "moe.expert alpha", "moe.expert beta", "moe.gate"], spans.Where(span => span.Parent == request.Id).Select(span => span.Name).Order(StringComparer.Ordinal));
        Assert.All(spans, span => Assert.True(span.Began <= span.Ended && span.Began >= request.Began, span.Name));
        Assert.Equal("served.letters", spans.Single(span => span.Name == "moe.encode").Tags["moe.encoder"]);
        Assert.Equal($"00-{Trace}-{request.Id}-01", told);
    }

    [Fact]
    public async Task Each_request_has_a_trace_of_its_own_with_its_own_experts()
    {
        await using (var host = await StartAsync(("Batching:Lanes", "1")))
        {
            // Other hosts of this process are traced too, under traces of their own.
            for (var number = 1; number <= 6; number++)
                await AskAsync(host, $"00-{Trace[..31]}{number}-{Caller}-01", new string((char)('a' + (number % 3)), 4));
        }

        var requests = _collector.Spans.Where(span => span.Parent == Caller).ToList();
        Assert.Equal(6, requests.Count);
        Assert.All(requests, request =>
        {
            var own = _collector.Spans.Where(span => span.Parent == request.Id).Select(span => span.Name).ToList();
            Assert.Single(own, name => name == "moe.encode");
            Assert.Single(own, name => name == "moe.gate");
            Assert.Equal(2, own.Count(name => name.StartsWith("moe.expert ", StringComparison.Ordinal)));
        });
    }

    [Fact]
    public async Task Caller_that_does_not_record_is_not_traced()
    {
        await using (var host = await StartAsync())
            await AskAsync(host, $"00-{Trace}-{Caller}-00");

        Assert.DoesNotContain(_collector.Spans, span => span.Trace == Trace);
    }

    [Fact]
    public async Task Metrics_are_sent_under_their_names_with_what_the_collector_wants_to_see()
    {
        var file = _folder.At("headers");
        await File.WriteAllTextAsync(file, "x-key=secret\n", TestContext.Current.CancellationToken);

        await using (var host = await StartAsync(("Telemetry:OtlpHeadersFile", file), ("Telemetry:OtlpIntervalSeconds", "1")))
        {
            await AskAsync(host, null);
            await Eventually.TrueAsync(() => _collector.Metrics.ContainsKey("moe.route.selected"), "they come by themselves");
        }

        Assert.Equal(("histogram", "s"), (_collector.Metrics["moe.request.duration"].Kind, _collector.Metrics["moe.request.duration"].Unit));
        Assert.Contains("protocol=moe,status=200,strategy=top-2", _collector.Metrics["moe.request.duration"].Labels);
        foreach (var name in new[] { "moe.queue.duration", "moe.encoder.duration", "moe.gate.duration", "moe.expert.duration", "moe.route.entropy", "moe.route.margin", "moe.plugin.load.duration" })
            Assert.Equal("histogram", _collector.Metrics[name].Kind);
        foreach (var name in new[] { "moe.expert.requests", "moe.expert.inferences", "moe.expert.executions", "moe.route.selected", "moe.route.weight" })
            Assert.Equal("sum", _collector.Metrics[name].Kind);
        foreach (var name in new[] { "moe.queue.length", "moe.expert.utilization.share", "moe.gate.balance.kl", "moe.gate.drift", "moe.expert.loaded", "moe.expert.state", "moe.expert.memory.bytes" })
            Assert.Equal("gauge", _collector.Metrics[name].Kind);
        Assert.Contains("device=cpu,expert=alpha,version=1.0.0", _collector.Metrics["moe.expert.loaded"].Labels);
        Assert.All(_collector.Keys, key => Assert.Equal("secret", key));
    }

    [Fact]
    public async Task Collector_that_is_away_harms_nobody()
    {
        var address = _collector.Address;
        await _collector.DisposeAsync();
        await using var host = await RunningHost.StartAsync(_folder, ("Telemetry:OtlpEndpoint", address), ("Telemetry:OtlpIntervalSeconds", "1"), ("Plugins:Watch", "false"));

        for (var i = 0; i < 20; i++)
            Assert.Equal(200, (await host.PostAsync("/moe/v1/infer", RunningHost.Body("aaa"))).Status);

        Assert.Equal(200, (await host.GetAsync("/readyz")).Status);
    }

    private Task<RunningHost> StartAsync(params (string, string)[] settings) =>
        RunningHost.StartAsync(_folder, [("Telemetry:OtlpEndpoint", _collector.Address), ("Plugins:Watch", "false"), .. settings]);

    private static async Task<string> AskAsync(RunningHost host, string? caller, string text = "aab")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/moe/v1/infer") { Content = new StringContent($$"""{"texts":["{{text}}"],"topK":2}""", System.Text.Encoding.UTF8, "application/json") };
        if (caller is not null)
            request.Headers.Add("traceparent", caller);
        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode);
        return response.Headers.TryGetValues("traceparent", out var told) ? told.Single() : "";
    }
}
