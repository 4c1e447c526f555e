using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MoECollab.Host.Calling;
using MoECollab.Host.InProcess;
using MoECollab.Host.Readiness;
using MoECollab.Host.Scheduling;
using MoECollab.Host.Tests.Hosting;
using MoECollab.Host.Tests.Seeing;
using MoECollab.Mixture.Mixing;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;

namespace MoECollab.Host.Tests.InProcess;

public sealed class SampleTests : IDisposable
{
    private readonly ServedFolder _folder = ServedFolder.WithThreeExperts();

    public void Dispose() => _folder.Dispose();

    // The sample of docs/host.md.
    [Fact]
    public async Task Home_is_served_within_a_program()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddMoECollab(new HostStart(_folder.Home.Root));
        using var program = builder.Build();
        await program.StartAsync(cancellation);

        var mixture = program.Services.GetRequiredService<MixtureService>();
        await mixture.WhenReadyAsync(cancellation);
        var answers = await mixture.AskAsync(["aaa", "ccc"], cancellation);
        var why = await mixture.ExplainAsync("abc", cancellation);
        var embeddings = program.Services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
        var vectors = await embeddings.GenerateAsync(["aaa", "bb"], cancellationToken: cancellation);
        await program.StopAsync(cancellation);

        Assert.Equal(["alpha/yes", "gamma/yes"], answers.Select(answer => answer.Label));
        Assert.Equal(3, why.Experts.Count);
        Assert.Equal((2, 26, 1f, 1f), (vectors.Count, vectors[0].Vector.Length, vectors[0].Vector.Span[0], vectors[1].Vector.Span[1]));
        Assert.Equal("served.letters", vectors[0].ModelId);
    }

    // The second sample of docs/host.md.
    [Fact]
    public async Task OpenTelemetry_of_a_program_has_spans_and_figures_of_the_home_within_it()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var collector = await Collector.StartAsync();
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddOpenTelemetry()
            .WithTracing(traces => traces.AddSource("MoECollab"))
            .WithMetrics(metrics => metrics.AddMeter("MoECollab"))
            .UseOtlpExporter(OtlpExportProtocol.HttpProtobuf, new Uri(collector.Address));
        builder.Services.AddMoECollab(new HostStart(_folder.Home.Root));
        using (var program = builder.Build())
        {
            await program.StartAsync(cancellation);
            var mixture = program.Services.GetRequiredService<MixtureService>();
            await mixture.WhenReadyAsync(cancellation);
            await mixture.AskAsync(["aaa"], cancellation);
            program.Services.GetRequiredService<MeterProvider>().ForceFlush();
            await program.StopAsync(cancellation);
        }

        Assert.Contains(collector.Spans, span => span.Name == "moe.request");
        Assert.Contains("device=cpu,expert=alpha,version=1.0.0", collector.Metrics["moe.expert.loaded"].Labels);
    }

    [Fact]
    public async Task Higher_priority_is_served_first_within_a_program_too()
    {
        var turnstile = new Turnstile(_folder);
        _folder.AddExpert("held", 'z', "1.0.0", null, turnstile.Option);
        await using var host = await RunningHost.StartAsync(_folder, ("Batching:Lanes", "1"), ("Batching:MaxBatch", "1"), ("Plugins:Watch", "false"), ("Reliability:ExpertTimeoutMilliseconds", "60000"));
        var (mixture, cancellation) = (new MixtureService(host.Service<Scheduler>(), host.Service<ReadinessChecks>()), TestContext.Current.CancellationToken);
        var first = mixture.AskAsync(["zzz turn!"], cancellation);
        await turnstile.ArrivedAsync(1);

        var low = mixture.AskAsync(["zzz turn!"], MixtureRequest.Plain, -5, cancellation);
        var high = mixture.AskAsync(["zzz turn!"], MixtureRequest.Plain, 5, cancellation);
        turnstile.Open(1);
        turnstile.Open(2);
        await high;

        Assert.False(low.IsCompleted);
        turnstile.Open(3);
        await Task.WhenAll(first, low);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => mixture.AskAsync(["aaa"], MixtureRequest.Plain, 101, cancellation));
    }

    [Fact]
    public async Task Typed_client_speaks_with_a_running_host()
    {
        await using var host = await RunningHost.StartAsync(_folder, ("Plugins:Watch", "false"));
        using var http = HostClient.Over(host.Address, null);
        using var socket = HostClient.OverSocket(_folder.Home.Root);
        var (client, admin) = (new HostClient(http), new HostClient(socket));
        var cancellation = TestContext.Current.CancellationToken;

        var answers = await client.InferAsync(new HostQuestion(["aab"]) { TopK = 2, Probabilities = true }, cancellation);
        var refused = await Assert.ThrowsAsync<Errors.MoECollabException>(() => client.ChangeAsync("alpha", "disable", new HostChange(null, null), cancellation));
        var changed = await admin.ChangeAsync("alpha", "disable", new HostChange("test", null), cancellation);

        Assert.Equal(["alpha", "beta"], answers[0].Experts.Select(expert => expert.Id));
        Assert.Equal((4, "Route"), (answers[0].Probabilities!.Count, answers[0].Kind));
        Assert.Equal("admin-disabled", refused.Code);
        Assert.Contains("\"Disabled\"", changed, StringComparison.Ordinal);
        Assert.True(HostClient.IsRunning(_folder.Home.Root));
    }

    [Fact]
    public async Task Host_that_is_not_there_is_said_so()
    {
        using var socket = HostClient.OverSocket(_folder.Home.Root);

        var fault = await Assert.ThrowsAsync<Errors.MoECollabException>(() => new HostClient(socket).InferAsync(new HostQuestion(["a"]), TestContext.Current.CancellationToken));

        Assert.Equal("host-unreachable", fault.Code);
        Assert.False(HostClient.IsRunning(_folder.Home.Root));
    }
}
