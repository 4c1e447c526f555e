using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1Alpha;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using MoECollab.Errors;
using MoECollab.Host.Configuring;
using MoECollab.Host.Guarding;
using MoECollab.Host.Protocol.Grpc;
using MoECollab.Host.Protocol.Wire;
using MoECollab.Host.Readiness;
using MoECollab.Host.Running;
using MoECollab.Host.Scheduling;
using MoECollab.Host.Tests.Hosting;
using MoECollab.Host.Tests.Running;

namespace MoECollab.Host.Tests.Protocol.Grpc;

/// <summary>Where the face listens, its health and reflection, and how it ends.</summary>
public sealed class GrpcFaceTests : IDisposable
{
    private readonly ServedFolder _folder = ServedFolder.WithThreeExperts();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Switched_off_it_listens_nowhere_and_has_no_methods()
    {
        await using var host = await RunningHost.StartAsync(_folder, ("Server:GrpcUrls", "none"), ("Plugins:Watch", "false"));

        Assert.Equal(host.Address, host.GrpcAddress);
        Assert.DoesNotContain(host.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>(), route => route.RoutePattern.RawText!.Contains("inference.", StringComparison.Ordinal));
        Assert.Null(host.App.Services.GetService(typeof(InferenceService)));
        Assert.Equal(200, (await host.GetAsync("/readyz")).Status);
    }

    [Fact]
    public void It_listens_at_8081_of_loopback_where_nothing_is_said() => Assert.Equal("http://127.0.0.1:8081", new ServerOptions().GrpcUrls);

    [Fact]
    public async Task Busy_port_refuses_to_start_as_for_http()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var taken = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

        var grpc = await RefusedAsync(("Server:GrpcUrls", taken));
        var http = await RefusedAsync(("Server:Urls", taken));

        Assert.Equal(http, grpc);
        Assert.Contains(taken, grpc, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Busy_port_has_the_exit_code_that_it_has_for_http()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var taken = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        string[] serve = ["serve", "--home", _folder.Home.Root, "--device", "cpu", "--quiet"];

        var grpc = await MoeProgram.RunAsync(MoeProgram.Path(), [.. serve, "--urls", "http://127.0.0.1:0", "--grpc-urls", taken]);
        var http = await MoeProgram.RunAsync(MoeProgram.Path(), [.. serve, "--urls", taken, "--grpc-urls", "none"]);

        Assert.Equal((1, 1), (grpc.Code, http.Code));
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://*:0")]
    [InlineData("http://127.0.0.1:0;http://[::]:0")]
    public void Other_addresses_than_loopback_need_keys(string urls)
    {
        var fault = Assert.Throws<MoECollabException>(() => Build(urls));

        Assert.Equal("configuration-invalid", fault.Code);
        Assert.Contains("Server:GrpcUrls has ", fault.Message, StringComparison.Ordinal);
        Assert.Contains("API keys", fault.Message, StringComparison.Ordinal);
        new ApiKeyFile(ApiKeyFile.PathIn(_folder.Home.Root), TimeProvider.System).Add("x", ["infer"]);
        using var allowed = Build(urls) as IDisposable;
    }

    [Theory]
    [InlineData("")]
    [InlineData("8081")]
    [InlineData("https://127.0.0.1:8081")]
    [InlineData("none;http://127.0.0.1:8081")]
    public void What_is_no_address_is_refused(string urls)
    {
        var fault = Assert.Throws<MoECollabException>(() => Build(urls));

        Assert.Equal("configuration-invalid", fault.Code);
        Assert.Contains($"or none (is '{urls}')", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("inference.GRPCInferenceService")]
    public async Task Health_says_what_readyz_says(string service)
    {
        await using var host = await GrpcCaller.ServeAsync(_folder);
        using var caller = new GrpcCaller(host.GrpcAddress);
        var health = new Health.HealthClient(caller.Channel);
        using var watch = health.Watch(new HealthCheckRequest { Service = service }, caller.Options);

        var ready = await health.CheckAsync(new HealthCheckRequest { Service = service }, caller.Options);
        await SeenAsync(watch, HealthCheckResponse.Types.ServingStatus.Serving);
        host.Service<ReadinessChecks>().Stopping();
        var stopping = await health.CheckAsync(new HealthCheckRequest { Service = service }, caller.Options);
        await SeenAsync(watch, HealthCheckResponse.Types.ServingStatus.NotServing);

        Assert.Equal((HealthCheckResponse.Types.ServingStatus.Serving, HealthCheckResponse.Types.ServingStatus.NotServing), (ready.Status, stopping.Status));
        Assert.Equal(503, (await host.GetAsync("/readyz")).Status);
        Assert.Equal(StatusCode.NotFound, (await GrpcCaller.RefusedAsync(health.CheckAsync(new HealthCheckRequest { Service = "nobody" }, caller.Options))).StatusCode);
    }

    [Fact]
    public async Task Reflection_lists_the_services_and_describes_them()
    {
        await using var host = await GrpcCaller.ServeAsync(_folder);
        using var caller = new GrpcCaller(host.GrpcAddress);
        using var reflection = new ServerReflection.ServerReflectionClient(caller.Channel).ServerReflectionInfo(caller.Options);

        await reflection.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" }, TestContext.Current.CancellationToken);
        Assert.True(await reflection.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        var services = reflection.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name).ToList();
        await reflection.RequestStream.WriteAsync(new ServerReflectionRequest { FileContainingSymbol = "inference.GRPCInferenceService" }, TestContext.Current.CancellationToken);
        Assert.True(await reflection.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        await reflection.RequestStream.CompleteAsync();

        Assert.Contains("inference.GRPCInferenceService", services);
        Assert.Contains("grpc.health.v1.Health", services);
        Assert.Single(reflection.ResponseStream.Current.FileDescriptorResponse.FileDescriptorProto);
    }

    [Fact]
    public async Task Told_to_stop_it_answers_what_it_accepted_and_refuses_what_comes()
    {
        const int InFlight = 60;
        var turnstile = new Turnstile(_folder);
        _folder.AddExpert("held", 'd', "1.0.0", null, turnstile.Option);
        var host = await GrpcCaller.ServeAsync(_folder, ("Batching:MaxBatch", "4"), ("Batching:Lanes", "1"), ("Reliability:ExpertTimeoutMilliseconds", "60000"));
        using var caller = new GrpcCaller(host.GrpcAddress);
        var ended = host.App.WaitForShutdownAsync(CancellationToken.None);
        var first = caller.InferAsync(GrpcCaller.Typed("moe", "ddd turn!"));
        await turnstile.ArrivedAsync(1);
        Task<ModelInferResponse>[] asked = [first, .. Enumerable.Range(1, InFlight - 1).Select(_ => caller.InferAsync(GrpcCaller.Typed("moe", "aaa")))];
        await Eventually.TrueAsync(() => host.Service<Scheduler>().Accepted == InFlight, "all are accepted");

        // What a signal does.
        host.App.Lifetime.StopApplication();
        await Eventually.TrueAsync(() => host.Service<ReadinessChecks>().IsStopping, "it is unready");
        var late = await caller.RefusalOfAsync(GrpcCaller.Typed("moe", "aaa"));
        Assert.DoesNotContain(asked, one => one.IsCompleted);
        turnstile.Open(1);
        var answers = await Task.WhenAll(asked);
        await ended;

        Assert.Equal((StatusCode.Unavailable, "draining"), late);
        Assert.All(answers, answer => Assert.Equal(2, answer.Outputs.Count));
        await host.DisposeAsync();
    }

    private static async Task SeenAsync(AsyncServerStreamingCall<HealthCheckResponse> watch, HealthCheckResponse.Types.ServingStatus status)
    {
        do
            Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        while (watch.ResponseStream.Current.Status != status);
    }

    private async Task<string> RefusedAsync((string Key, string Value) setting)
    {
        await using var app = HostProgram.Build(new HostStart(_folder.Home.Root) { Settings = RunningHost.Settings([setting, ("Plugins:Watch", "false")]) });
        var fault = await Assert.ThrowsAsync<IOException>(() => app.StartAsync(TestContext.Current.CancellationToken));
        await app.StopAsync(TestContext.Current.CancellationToken);
        return fault.Message;
    }

    private WebApplication Build(string urls) => HostProgram.Build(new HostStart(_folder.Home.Root) { Settings = RunningHost.Settings([("Server:GrpcUrls", urls)]) });
}
