using System.Net;
using System.Net.Http.Headers;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Compression;
using Microsoft.AspNetCore.Routing;
using MoECollab.Host.Guarding;
using MoECollab.Host.Protocol.Wire;
using MoECollab.Host.Scheduling;
using MoECollab.Host.Tests.Hosting;

namespace MoECollab.Host.Tests.Protocol.Grpc;

/// <summary>Keys, scopes, limits and deadlines over gRPC are those of HTTP.</summary>
public sealed class GrpcGuardTests : IDisposable
{
    private readonly ServedFolder _folder = ServedFolder.WithThreeExperts();
    private readonly ApiKeyFile _keys;

    public GrpcGuardTests() => _keys = new ApiKeyFile(ApiKeyFile.PathIn(_folder.Home.Root), TimeProvider.System);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_method_has_a_policy_and_is_no_route_of_http()
    {
        await using var host = await GrpcCaller.ServeAsync(_folder);
        var methods = host.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(route => route.Metadata.GetMetadata<GrpcMethodMetadata>() is not null).ToList();

        Assert.Equal(11, methods.Count(method => method.RoutePattern.RawText!.StartsWith("/inference.GRPCInferenceService/", StringComparison.Ordinal)));
        Assert.All(methods, method => Assert.NotNull(method.Metadata.GetMetadata<AccessPolicy>()));
        foreach (var method in methods)
            Assert.Equal(404, (await RunningHost.SendAsync(host.Http, HttpMethod.Post, method.RoutePattern.RawText!, "{}")).Status);
    }

    [Fact]
    public async Task Keys_open_what_their_scopes_say()
    {
        var infer = _keys.Add("infer", ["infer"]).Text;
        var read = _keys.Add("read", ["read"]).Text;
        await using var host = await GrpcCaller.ServeAsync(_folder);

        Assert.Equal("ok", await AskedAsync(host, infer));
        Assert.Equal("Unauthenticated unauthorised", await AskedAsync(host, null));
        Assert.Equal("Unauthenticated unauthorised", await AskedAsync(host, infer[..^1] + (infer[^1] == '0' ? '1' : '0')));
        Assert.Equal("PermissionDenied forbidden", await AskedAsync(host, read));
        using var reader = new GrpcCaller(host.GrpcAddress, read);
        Assert.Equal("moecollab", (await reader.Inference.ServerMetadataAsync(new ServerMetadataRequest(), reader.Options)).Name);
        using var stranger = new GrpcCaller(host.GrpcAddress);
        Assert.True((await stranger.Inference.ServerReadyAsync(new ServerReadyRequest(), stranger.Options)).Ready);
        foreach (var call in (Func<Task>[])[
            async () => await stranger.Inference.ServerMetadataAsync(new ServerMetadataRequest(), stranger.Options),
            async () => await stranger.Inference.ModelMetadataAsync(new ModelMetadataRequest { Name = "moe" }, stranger.Options),
            async () => await stranger.Inference.ModelReadyAsync(new ModelReadyRequest { Name = "moe" }, stranger.Options),
            async () => await stranger.Inference.ModelStatisticsAsync(new ModelStatisticsRequest(), stranger.Options),
            async () => await stranger.Inference.RepositoryIndexAsync(new RepositoryIndexRequest(), stranger.Options),
            async () => await stranger.Inference.ModelStreamInfer(stranger.Options).ResponseStream.MoveNext(CancellationToken.None),
        ])
        {
            Assert.Equal(StatusCode.Unauthenticated, (await Assert.ThrowsAsync<RpcException>(call)).StatusCode);
        }
    }

    [Fact]
    public async Task Repository_is_changed_by_administrators_where_that_is_switched_on()
    {
        var admin = _keys.Add("admin", ["admin", "read"]).Text;
        var read = _keys.Add("read", ["read"]).Text;
        await using (var off = await GrpcCaller.ServeAsync(_folder))
        {
            using var caller = new GrpcCaller(off.GrpcAddress, admin);
            var fault = await GrpcCaller.RefusedAsync(caller.Inference.RepositoryModelUnloadAsync(new RepositoryModelUnloadRequest { ModelName = "beta" }, caller.Options));
            Assert.Equal((StatusCode.PermissionDenied, "admin-disabled"), (fault.StatusCode, fault.Trailers.GetValue("moe-code")));
        }

        await using var host = await GrpcCaller.ServeAsync(_folder, ("Security:AdminOverHttp", "true"));
        using var reader = new GrpcCaller(host.GrpcAddress, read);
        using var operating = new GrpcCaller(host.GrpcAddress, admin);
        Assert.Equal(StatusCode.PermissionDenied, (await GrpcCaller.RefusedAsync(reader.Inference.RepositoryModelUnloadAsync(new RepositoryModelUnloadRequest { ModelName = "beta" }, reader.Options))).StatusCode);

        await operating.Inference.RepositoryModelUnloadAsync(new RepositoryModelUnloadRequest { ModelName = "beta" }, operating.Options);
        var without = (await reader.Inference.RepositoryIndexAsync(new RepositoryIndexRequest(), reader.Options)).Models;
        var ready = (await reader.Inference.RepositoryIndexAsync(new RepositoryIndexRequest { Ready = true }, reader.Options)).Models;
        await operating.Inference.RepositoryModelLoadAsync(new RepositoryModelLoadRequest { ModelName = "beta" }, operating.Options);
        var with = (await reader.Inference.RepositoryIndexAsync(new RepositoryIndexRequest { Ready = true }, reader.Options)).Models;
        var unknown = await GrpcCaller.RefusedAsync(operating.Inference.RepositoryModelLoadAsync(new RepositoryModelLoadRequest { ModelName = "nobody" }, operating.Options));

        Assert.Equal(["alpha READY ", "beta UNAVAILABLE Disabled. Unloaded through the model repository.", "gamma READY "], without.Select(model => $"{model.Name} {model.State} {model.Reason}"));
        Assert.Equal(["alpha", "gamma"], ready.Select(model => model.Name));
        Assert.Equal(["alpha", "beta", "gamma"], with.Select(model => model.Name));
        Assert.Equal((StatusCode.NotFound, "expert-not-found"), (unknown.StatusCode, unknown.Trailers.GetValue("moe-code")));
    }

    [Fact]
    public async Task Rate_of_a_key_is_limited()
    {
        var key = _keys.Add("fast", ["infer"]).Text;
        await using var host = await GrpcCaller.ServeAsync(_folder, ("Security:RequestsPerSecond", "2"));

        var said = new List<string>();
        for (var i = 0; i < 8; i++)
            said.Add(await AskedAsync(host, key));

        Assert.Equal("ok", said[0]);
        Assert.Contains("ResourceExhausted rate-limited", said);
    }

    [Fact]
    public async Task Without_keys_this_host_answers_to_its_own_name_only()
    {
        await using var host = await GrpcCaller.ServeAsync(_folder);
        using var request = Framed(host, "/inference.GRPCInferenceService/ServerMetadata", [0, 0, 0, 0, 0]);
        request.Headers.Host = "evil.example";

        Assert.Equal("7", (await StatusAsync(host, request)).Status);
    }

    [Fact]
    public async Task Address_of_grpc_answers_methods_of_grpc_alone()
    {
        await using var host = await GrpcCaller.ServeAsync(_folder);
        using var route = new HttpRequestMessage(HttpMethod.Get, new Uri(host.GrpcAddress, "/moe/v1/experts")) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var method = Framed(host, "/inference.GRPCInferenceService/ModelConfig", [0, 0, 0, 0, 0]);
        using var service = Framed(host, "/nobody.Service/Call", [0, 0, 0, 0, 0]);

        Assert.Equal("12", (await StatusAsync(host, route)).Status);
        Assert.Equal("12", (await StatusAsync(host, method)).Status);
        Assert.Equal("12", (await StatusAsync(host, service)).Status);
        Assert.Equal(404, (await host.PostAsync("/nobody.Service/Call", "{}")).Status);
    }

    [Fact]
    public async Task Message_may_be_as_large_as_a_body()
    {
        await using var host = await GrpcCaller.ServeAsync(_folder, ("Server:MaxBodyBytes", "100000"), ("Server:MaxTextLength", "1000000"));
        using var caller = new GrpcCaller(host.GrpcAddress);

        var fitting = await caller.InferAsync(GrpcCaller.Raw("moe", new string('a', 99_950)));
        var refused = await GrpcCaller.RefusedAsync(caller.Inference.ModelInferAsync(GrpcCaller.Raw("moe", new string('a', 100_000)), caller.Options));
        using var stream = caller.Inference.ModelStreamInfer(caller.Options);
        await stream.RequestStream.WriteAsync(GrpcCaller.Raw("moe", new string('a', 99_000)), TestContext.Current.CancellationToken);
        await stream.RequestStream.WriteAsync(GrpcCaller.Raw("moe", new string('a', 99_000)), TestContext.Current.CancellationToken);
        await stream.RequestStream.CompleteAsync();
        Assert.True(await stream.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.True(await stream.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        Assert.Equal(GrpcCaller.Elements("alpha/yes"), fitting.RawOutputContents[0]);
        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
        Assert.Equal("", stream.ResponseStream.Current.ErrorMessage);
    }

    [Fact]
    public async Task Compressed_message_is_unpacked_within_its_bounds()
    {
        await using var host = await GrpcCaller.ServeAsync(_folder, ("Server:MaxBodyBytes", "3000000"), ("Server:MaxTextLength", "10000000"), ("Server:MaxDecompressionRatio", "10"));
        using var channel = GrpcChannel.ForAddress(host.GrpcAddress, new GrpcChannelOptions { CompressionProviders = [new GzipCompressionProvider(System.IO.Compression.CompressionLevel.Fastest)] });
        var client = new GRPCInferenceService.GRPCInferenceServiceClient(channel);
        var options = new CallOptions(new Metadata { { "grpc-internal-encoding-request", "gzip" } }, cancellationToken: TestContext.Current.CancellationToken);

        var fitting = await client.ModelInferAsync(GrpcCaller.Raw("moe", new string('a', 500_000)), options);
        var byRatio = await GrpcCaller.RefusedAsync(client.ModelInferAsync(GrpcCaller.Raw("moe", new string('a', 2_000_000)), options));
        var beyondAny = await GrpcCaller.RefusedAsync(client.ModelInferAsync(GrpcCaller.Raw("moe", new string('a', 30_000_000)), options));
        using var garbage = Framed(host, "/inference.GRPCInferenceService/ModelInfer", [1, 0, 0, 0, 3, 1, 2, 3]);
        garbage.Headers.Add("grpc-encoding", "gzip");

        Assert.Equal(GrpcCaller.Elements("alpha/yes"), fitting.RawOutputContents[0]);
        Assert.Equal((StatusCode.ResourceExhausted, "body-too-large"), (byRatio.StatusCode, byRatio.Trailers.GetValue("moe-code")));
        Assert.Contains("times larger", byRatio.Status.Detail, StringComparison.Ordinal);
        Assert.Equal(StatusCode.ResourceExhausted, beyondAny.StatusCode);
        Assert.Equal("3", (await StatusAsync(host, garbage)).Status);
    }

    [Fact]
    public async Task Message_that_is_none_harms_nobody()
    {
        await using var host = await GrpcCaller.ServeAsync(_folder);
        using var garbage = Framed(host, "/inference.GRPCInferenceService/ModelInfer", [0, 0, 0, 0, 3, 0xff, 0xff, 0xff]);
        using var caller = new GrpcCaller(host.GrpcAddress);

        var (status, _) = await StatusAsync(host, garbage);

        Assert.NotEqual("0", status);
        Assert.Equal(GrpcCaller.Elements("alpha/yes"), (await caller.InferAsync(GrpcCaller.Raw("moe", "aaa"))).RawOutputContents[0]);
    }

    [Fact]
    public async Task Deadline_of_the_request_and_that_of_its_call_end_it()
    {
        var turnstile = new Turnstile(_folder);
        _folder.AddExpert("held", 'd', "1.0.0", null, turnstile.Option);
        await using var host = await GrpcCaller.ServeAsync(_folder, ("Reliability:ExpertTimeoutMilliseconds", "60000"), ("Batching:Lanes", "1"));
        using var caller = new GrpcCaller(host.GrpcAddress);
        var request = GrpcCaller.Typed("moe", "ddd turn!");
        var blocking = caller.InferAsync(request.Clone());
        await turnstile.ArrivedAsync(1);

        var byCall = await GrpcCaller.RefusedAsync(caller.Inference.ModelInferAsync(request, caller.Options.WithDeadline(DateTime.UtcNow.AddMilliseconds(200))));
        await Eventually.TrueAsync(() => host.Service<Scheduler>().Accepted == 1, "the host has let go of it, while the other is still in the expert");
        request.Parameters["moe_deadline_ms"] = new InferParameter { Int64Param = 100 };
        var byRequest = await GrpcCaller.RefusedAsync(caller.Inference.ModelInferAsync(request, caller.Options.WithDeadline(DateTime.UtcNow.AddSeconds(60))));
        turnstile.Open(1);

        Assert.Equal(StatusCode.DeadlineExceeded, byCall.StatusCode);
        Assert.Equal((StatusCode.DeadlineExceeded, "deadline-exceeded"), (byRequest.StatusCode, byRequest.Trailers.GetValue("moe-code")));
        Assert.Equal("held", (await blocking).Parameters["moe_experts"].StringParam.Split('"')[1]);
    }

    [Fact]
    public async Task Full_queue_refuses_and_says_when_to_come_again()
    {
        var turnstile = new Turnstile(_folder);
        _folder.AddExpert("held", 'd', "1.0.0", null, turnstile.Option);
        await using var host = await GrpcCaller.ServeAsync(_folder, ("Reliability:ExpertTimeoutMilliseconds", "60000"), ("Batching:Lanes", "1"), ("Batching:QueueCapacity", "2"));
        using var caller = new GrpcCaller(host.GrpcAddress);
        var held = caller.InferAsync(GrpcCaller.Typed("moe", "ddd turn!"));
        await turnstile.ArrivedAsync(1);
        Task<ModelInferResponse>[] waiting = [caller.InferAsync(GrpcCaller.Typed("moe", "aaa")), caller.InferAsync(GrpcCaller.Typed("moe", "aaa"))];
        await Eventually.TrueAsync(() => host.Service<Scheduler>().QueueLength == 2, "the queue is full");

        var full = await GrpcCaller.RefusedAsync(caller.Inference.ModelInferAsync(GrpcCaller.Typed("moe", "aaa"), caller.Options));
        var large = await GrpcCaller.RefusedAsync(caller.Inference.ModelInferAsync(GrpcCaller.Typed("moe", "a", "a", "a"), caller.Options));
        turnstile.Open(1);
        await Task.WhenAll([held, .. waiting]);

        Assert.Equal((StatusCode.ResourceExhausted, "queue-full", "1000"), (full.StatusCode, full.Trailers.GetValue("moe-code"), full.Trailers.GetValue("grpc-retry-pushback-ms")));
        Assert.Equal((StatusCode.ResourceExhausted, "batch-too-large"), (large.StatusCode, large.Trailers.GetValue("moe-code")));
    }

    private static async Task<string> AskedAsync(RunningHost host, string? key)
    {
        using var caller = new GrpcCaller(host.GrpcAddress, key);
        try
        {
            await caller.InferAsync(GrpcCaller.Typed("moe", "aaa"));
            return "ok";
        }
        catch (RpcException fault)
        {
            return $"{fault.StatusCode} {fault.Trailers.GetValue("moe-code")}";
        }
    }

    /// <summary>A call by hand, for what no client sends.</summary>
    private static HttpRequestMessage Framed(RunningHost host, string path, byte[] body) => new(HttpMethod.Post, new Uri(host.GrpcAddress, path))
    {
        Version = HttpVersion.Version20,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Headers = { { "te", "trailers" } },
        Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
    };

    private static async Task<(string? Status, string? Message)> StatusAsync(RunningHost host, HttpRequestMessage request)
    {
        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return (Value("grpc-status"), Value("grpc-message"));

        string? Value(string name) => response.Headers.TryGetValues(name, out var header) || response.TrailingHeaders.TryGetValues(name, out header) ? header.Single() : null;
    }
}
