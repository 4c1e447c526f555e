using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MoECollab.Host.Seeing.Traces;
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
        // Other hosts of this process have a meter of the same name, and OpenTelemetry drops what they share when one of them ends.
        if (OwnProcess.Told is null)
        {
            await OwnProcess.PassesAsync();
            return;
        }

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
    public async Task Logs_are_sent_with_their_level_and_text()
    {
        await using (var host = await StartAsync(("Telemetry:LogLevel", "information")))
            await AskAsync(host, null);

        Assert.Contains(_collector.Logs, line => line.Category.StartsWith("MoECollab.", StringComparison.Ordinal) && line.Level == "Information" && line.Text.Length > 0);
    }

    [Fact]
    public Task Variables_of_the_environment_alone_send_all_over_http() => VariablesAloneAsync("http/protobuf", _collector.Address);

    // As Aspire's dashboard tells the programs that it shows.
    [Fact]
    public Task Variables_of_the_environment_alone_send_all_over_grpc() => VariablesAloneAsync("grpc", _collector.GrpcAddress);

    [Fact]
    public async Task Without_a_collector_nothing_of_OpenTelemetry_is_loaded_and_nobody_listens()
    {
        if (OwnProcess.Told is null)
        {
            await OwnProcess.PassesAsync();
            return;
        }

        await using var host = await RunningHost.StartAsync(_folder, ("Plugins:Watch", "false"), ("Telemetry:LogLevel", "information"));

        Assert.Equal("", await AskAsync(host, $"00-{Trace}-{Caller}-01"));
        Assert.False(RequestTrace.Source.HasListeners());
        Assert.DoesNotContain(AppDomain.CurrentDomain.GetAssemblies(), assembly => assembly.GetName().Name!.StartsWith("OpenTelemetry", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Collector_that_comes_back_is_told_what_was_counted_while_it_was_away()
    {
        // Other hosts of this process have a meter of the same name, and OpenTelemetry drops what they share when one of them ends.
        if (OwnProcess.Told is null)
        {
            await OwnProcess.PassesAsync();
            return;
        }

        var address = _collector.Address;
        await _collector.DisposeAsync();
        using var lines = new LineKeeper();
        await using (var host = await RunningHost.StartAsync(_folder, services => services.AddSingleton<ILoggerProvider>(lines), ("Telemetry:OtlpEndpoint", address), ("Telemetry:OtlpIntervalSeconds", "1"), ("Telemetry:LogLevel", "information"), ("Plugins:Watch", "false")))
        {
            await AskAsync(host, null);
            await Eventually.TrueAsync(() => lines.All.Any(line => line.StartsWith($"1004 The collector at {address}", StringComparison.Ordinal)), "it is missed");
            _collector = await Collector.StartAsync(new Uri(address).Port);
            await Eventually.TrueAsync(() => lines.All.Any(line => line.StartsWith($"1005 The collector at {address}", StringComparison.Ordinal)), "it is found again");
            await Eventually.TrueAsync(() => _collector.Metrics.ContainsKey("moe.route.selected"), "it is told");
        }

        Assert.Contains("protocol=moe,status=200,strategy=top-2", _collector.Metrics["moe.request.duration"].Labels);
        // Once for each address, however often it was tried.
        Assert.InRange(lines.All.Count(line => line.StartsWith("1004", StringComparison.Ordinal)), 1, 3);
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

    private async Task VariablesAloneAsync(string protocol, string address, [CallerMemberName] string test = "")
    {
        if (OwnProcess.Told is not null)
        {
            await using var host = await RunningHost.StartAsync(_folder, ("Plugins:Watch", "false"), ("Telemetry:LogLevel", "information"));
            await AskAsync(host, $"00-{Trace}-{Caller}-01");
            return;
        }

        await OwnProcess.PassesAsync(new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol,
            ["OTEL_EXPORTER_OTLP_HEADERS"] = "x-key=secret",
            ["OTEL_SERVICE_NAME"] = "experts-of-a-test",
            ["OTEL_RESOURCE_ATTRIBUTES"] = "deployment.environment.name=test",
        }, test);

        Assert.Contains(_collector.Spans, span => span.Trace == Trace && span.Name == "moe.request");
        Assert.Contains("protocol=moe,status=200,strategy=top-2", _collector.Metrics["moe.request.duration"].Labels);
        Assert.Contains("device=cpu,expert=alpha,version=1.0.0", _collector.Metrics["moe.expert.loaded"].Labels);
        Assert.Contains("dotnet.gc.collections", _collector.Metrics.Keys);
        Assert.Contains(_collector.Logs, line => line.Category.StartsWith("MoECollab.", StringComparison.Ordinal));
        Assert.All(_collector.Keys, key => Assert.Equal("secret", key));
        Assert.Contains("service.name=experts-of-a-test", _collector.Resources);
        Assert.Contains("deployment.environment.name=test", _collector.Resources);
        Assert.DoesNotContain("service.name=moecollab", _collector.Resources);
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
