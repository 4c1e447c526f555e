using Grpc.Core;
using MoECollab.Host.Guarding;
using MoECollab.Host.Protocol.Wire;
using MoECollab.Host.Scheduling;
using MoECollab.Host.Tests.Hosting;

namespace MoECollab.Host.Tests.Protocol.Grpc;

/// <summary><c>ModelStreamInfer</c>.</summary>
public sealed class GrpcStreamTests : IDisposable
{
    private readonly ServedFolder _folder = ServedFolder.WithThreeExperts();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Bad_request_in_the_middle_has_its_error_and_the_stream_goes_on()
    {
        await using var host = await GrpcCaller.ServeAsync(_folder);
        using var caller = new GrpcCaller(host.GrpcAddress);
        using var stream = caller.Inference.ModelStreamInfer(caller.Options);
        var bad = Numbered(GrpcCaller.Raw("moe", "aaa"), 1);
        bad.Inputs[0].Shape[0] = 7;

        await stream.RequestStream.WriteAsync(Numbered(GrpcCaller.Typed("moe", "aaa"), 0), TestContext.Current.CancellationToken);
        await stream.RequestStream.WriteAsync(bad, TestContext.Current.CancellationToken);
        await stream.RequestStream.WriteAsync(Numbered(GrpcCaller.Typed("nobody", "aaa"), 2), TestContext.Current.CancellationToken);
        await stream.RequestStream.WriteAsync(Numbered(GrpcCaller.Raw("gamma", "ccc"), 3), TestContext.Current.CancellationToken);
        await stream.RequestStream.CompleteAsync();
        var answers = await ReadAsync(stream);

        Assert.Equal(["0", "1", "2", "3"], answers.Select(answer => answer.InferResponse.Id));
        Assert.Equal(["", "The input 'text' has 1 elements where its shape says 7.", "There is no model 'nobody'; there are moe, alpha, beta, gamma.", ""], answers.Select(answer => answer.ErrorMessage));
        Assert.Equal("alpha/yes", answers[0].InferResponse.Outputs[0].Contents.BytesContents[0].ToStringUtf8());
        Assert.Equal(GrpcCaller.Elements("gamma/yes"), answers[3].InferResponse.RawOutputContents[0]);
        Assert.Equal(StatusCode.OK, stream.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Many_requests_are_answered_in_their_order_and_counted_one_by_one()
    {
        const int Count = 500;
        await using var host = await GrpcCaller.ServeAsync(_folder);
        using var caller = new GrpcCaller(host.GrpcAddress);
        using var stream = caller.Inference.ModelStreamInfer(caller.Options);
        string[] experts = ["alpha", "beta", "gamma"];

        var reading = ReadAsync(stream);
        for (var number = 0; number < Count; number++)
            await stream.RequestStream.WriteAsync(Numbered(GrpcCaller.Typed("moe", new string("abc"[number % 3], 3)), number), TestContext.Current.CancellationToken);
        await stream.RequestStream.CompleteAsync();
        var answers = await reading;

        Assert.Equal(Enumerable.Range(0, Count).Select(number => $"{number} {experts[number % 3]}/yes"), answers.Select(answer => $"{answer.InferResponse.Id} {answer.InferResponse.Outputs[0].Contents.BytesContents[0].ToStringUtf8()}"));
        Assert.Contains($"moe_request_duration_seconds_count{{protocol=\"grpc\",strategy=\"gate\",status=\"200\"}} {Count}\n", (await host.GetAsync("/metrics")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rate_of_a_key_holds_within_a_stream_which_goes_on()
    {
        var key = Keys().Add("fast", ["infer"]).Text;
        await using var host = await GrpcCaller.ServeAsync(_folder, ("Security:RequestsPerSecond", "2"));
        using var caller = new GrpcCaller(host.GrpcAddress, key);
        using var stream = caller.Inference.ModelStreamInfer(caller.Options);

        for (var number = 0; number < 20; number++)
            await stream.RequestStream.WriteAsync(GrpcCaller.Typed("moe", "aaa"), TestContext.Current.CancellationToken);
        await stream.RequestStream.CompleteAsync();
        var answers = await ReadAsync(stream);

        Assert.Equal(20, answers.Count);
        Assert.Equal("", answers[0].ErrorMessage);
        Assert.Contains(answers, answer => answer.ErrorMessage.Contains("may send 2 requests a second", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Key_that_is_revoked_ends_the_stream_with_the_next_request()
    {
        var (kept, text) = Keys().Add("gone", ["infer"]);
        Keys().Add("other", ["infer"]);
        await using var host = await GrpcCaller.ServeAsync(_folder);
        using var caller = new GrpcCaller(host.GrpcAddress, text);
        using var stream = caller.Inference.ModelStreamInfer(caller.Options);
        await stream.RequestStream.WriteAsync(GrpcCaller.Typed("moe", "aaa"), TestContext.Current.CancellationToken);
        Assert.True(await stream.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        Keys().Revoke(kept.Id);
        await Eventually.TrueAsync(() => host.Service<ApiKeys>().Find(text) is null, "the host has seen it");
        await stream.RequestStream.WriteAsync(GrpcCaller.Typed("moe", "aaa"), TestContext.Current.CancellationToken);
        var fault = await Assert.ThrowsAsync<RpcException>(() => stream.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        Assert.Equal((StatusCode.Unauthenticated, "unauthorised"), (fault.StatusCode, fault.Trailers.GetValue("moe-code")));
    }

    [Fact]
    public async Task Stopping_host_answers_what_it_took_and_then_ends_the_stream()
    {
        var turnstile = new Turnstile(_folder);
        _folder.AddExpert("held", 'd', "1.0.0", null, turnstile.Option);
        var host = await GrpcCaller.ServeAsync(_folder, ("Batching:Lanes", "1"), ("Reliability:ExpertTimeoutMilliseconds", "60000"));
        using var caller = new GrpcCaller(host.GrpcAddress);
        using var stream = caller.Inference.ModelStreamInfer(caller.Options);
        await stream.RequestStream.WriteAsync(Numbered(GrpcCaller.Typed("moe", "ddd turn!"), 0), TestContext.Current.CancellationToken);
        await turnstile.ArrivedAsync(1);
        await stream.RequestStream.WriteAsync(Numbered(GrpcCaller.Typed("moe", "aaa"), 1), TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => host.Service<Scheduler>().Accepted == 2, "both are accepted");

        // As a signal does.
        host.App.Lifetime.StopApplication();
        var stopping = host.App.StopAsync(CancellationToken.None);
        turnstile.Open(1);
        var answers = new List<ModelStreamInferResponse>();
        var fault = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await stream.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
                answers.Add(stream.ResponseStream.Current);
        });
        await stopping;

        Assert.Equal(["0 ", "1 "], answers.Select(answer => $"{answer.InferResponse.Id} {answer.ErrorMessage}"));
        Assert.Equal((StatusCode.Unavailable, "draining"), (fault.StatusCode, fault.Trailers.GetValue("moe-code")));
        await host.DisposeAsync();
    }

    [Fact]
    public async Task Caller_that_goes_away_frees_the_places_of_its_stream()
    {
        var turnstile = new Turnstile(_folder);
        _folder.AddExpert("held", 'd', "1.0.0", null, turnstile.Option);
        await using var host = await GrpcCaller.ServeAsync(_folder, ("Batching:Lanes", "1"), ("Reliability:ExpertTimeoutMilliseconds", "60000"));
        using var caller = new GrpcCaller(host.GrpcAddress);
        using (var stream = caller.Inference.ModelStreamInfer(caller.Options))
        {
            await stream.RequestStream.WriteAsync(GrpcCaller.Typed("moe", "ddd turn!"), TestContext.Current.CancellationToken);
            await turnstile.ArrivedAsync(1);
            for (var number = 0; number < 10; number++)
                await stream.RequestStream.WriteAsync(GrpcCaller.Typed("moe", "aaa"), TestContext.Current.CancellationToken);
            await Eventually.TrueAsync(() => host.Service<Scheduler>().Accepted == 11, "all are accepted");
        }

        await Eventually.TrueAsync(() => host.Service<Scheduler>().Accepted == 0, "none is left");
        turnstile.Open(1);
    }

    private static ModelInferRequest Numbered(ModelInferRequest request, int number)
    {
        request.Id = $"{number}";
        return request;
    }

    private static async Task<List<ModelStreamInferResponse>> ReadAsync(AsyncDuplexStreamingCall<ModelInferRequest, ModelStreamInferResponse> stream)
    {
        var answers = new List<ModelStreamInferResponse>();
        while (await stream.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
            answers.Add(stream.ResponseStream.Current);
        return answers;
    }

    private ApiKeyFile Keys() => new(ApiKeyFile.PathIn(_folder.Home.Root), TimeProvider.System);
}
