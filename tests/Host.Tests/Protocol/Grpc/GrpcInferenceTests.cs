using System.Runtime.InteropServices;
using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;
using MoECollab.Host.Protocol.Wire;
using MoECollab.Host.Tests.Hosting;

namespace MoECollab.Host.Tests.Protocol.Grpc;

/// <summary>Every method of the inference service but the stream, asked by the generated client.</summary>
public sealed class GrpcInferenceTests : IAsyncLifetime
{
    private readonly ServedFolder _folder = ServedFolder.WithThreeExperts();
    private RunningHost _host = null!;
    private GrpcCaller _caller = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await GrpcCaller.ServeAsync(_folder, ("Server:MaxTexts", "4"), ("Server:MaxTextLength", "100"), ("Server:MaxBodyBytes", "100000"));
        _caller = new GrpcCaller(_host.GrpcAddress);
    }

    public async ValueTask DisposeAsync()
    {
        _caller.Dispose();
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Server_and_models_describe_themselves()
    {
        var server = await _caller.Inference.ServerMetadataAsync(new ServerMetadataRequest(), _caller.Options);
        var mixture = await _caller.Inference.ModelMetadataAsync(new ModelMetadataRequest { Name = "moe" }, _caller.Options);
        var expert = await _caller.Inference.ModelMetadataAsync(new ModelMetadataRequest { Name = "alpha", Version = "1.0.0" }, _caller.Options);

        Assert.Equal(("moecollab", ProductVersion.Text), (server.Name, server.Version));
        Assert.Contains("model_repository", server.Extensions);
        Assert.Equal(["text:BYTES:-1"], mixture.Inputs.Select(input => $"{input.Name}:{input.Datatype}:{string.Join(",", input.Shape)}"));
        Assert.Equal(["text:BYTES:-1", "hidden:FP32:-1,-1"], expert.Inputs.Select(input => $"{input.Name}:{input.Datatype}:{string.Join(",", input.Shape)}"));
        Assert.Equal(["label", "probability", "probabilities"], mixture.Outputs.Select(output => output.Name));
        Assert.Equal(("1.0.0", "moecollab"), (Assert.Single(expert.Versions), expert.Platform));
    }

    [Fact]
    public async Task Live_and_ready_are_answered()
    {
        Assert.True((await _caller.Inference.ServerLiveAsync(new ServerLiveRequest(), _caller.Options)).Live);
        Assert.True((await _caller.Inference.ServerReadyAsync(new ServerReadyRequest(), _caller.Options)).Ready);
        foreach (var asked in (ModelReadyRequest[])[new() { Name = "moe" }, new() { Name = "beta" }, new() { Name = "beta", Version = "1.0.0" }])
            Assert.True((await _caller.Inference.ModelReadyAsync(asked, _caller.Options)).Ready);
        foreach (var asked in (ModelReadyRequest[])[new() { Name = "nobody" }, new() { Name = "beta", Version = "2.0.0" }])
            Assert.Equal(StatusCode.NotFound, (await GrpcCaller.RefusedAsync(_caller.Inference.ModelReadyAsync(asked, _caller.Options))).StatusCode);
    }

    [Fact]
    public async Task Mixture_infers_from_typed_contents()
    {
        var request = GrpcCaller.Typed("moe", "aaa", "ccc");
        request.Id = "42";
        request.Parameters["moe_top_k"] = new InferParameter { Int64Param = 1 };

        var answer = await _caller.InferAsync(request);

        Assert.Equal(("moe", "1", "42"), (answer.ModelName, answer.ModelVersion, answer.Id));
        Assert.Empty(answer.RawOutputContents);
        Assert.Equal(["label:BYTES:2", "probability:FP32:2"], answer.Outputs.Select(output => $"{output.Name}:{output.Datatype}:{string.Join(",", output.Shape)}"));
        Assert.Equal(["alpha/yes", "gamma/yes"], answer.Outputs[0].Contents.BytesContents.Select(label => label.ToStringUtf8()));
        Assert.Equal([0.75f, 0.75f], answer.Outputs[1].Contents.Fp32Contents);
        Assert.Equal(("[[\"alpha\"],[\"gamma\"]]", "[[1],[1]]", "prototype@1.0.0"), (Text(answer, "moe_experts"), Text(answer, "moe_weights"), Text(answer, "moe_gate")));
        Assert.False(answer.Parameters.ContainsKey("moe_explanation"));
    }

    [Fact]
    public async Task What_comes_raw_is_answered_raw()
    {
        var request = GrpcCaller.Raw("moe", "aaa", "bbb");
        request.Outputs.Add(new ModelInferRequest.Types.InferRequestedOutputTensor { Name = "probability" });
        request.Outputs.Add(new ModelInferRequest.Types.InferRequestedOutputTensor { Name = "label" });

        var answer = await _caller.InferAsync(request);

        Assert.Equal(["probability", "label"], answer.Outputs.Select(output => output.Name));
        Assert.All(answer.Outputs, output => Assert.Null(output.Contents));
        Assert.Equal([0.75f, 0.75f], MemoryMarshal.Cast<byte, float>(answer.RawOutputContents[0].Span).ToArray());
        Assert.Equal(GrpcCaller.Elements("alpha/yes", "beta/yes"), answer.RawOutputContents[1]);
    }

    [Fact]
    public async Task Expert_takes_hidden_vectors_typed_and_raw_and_the_mixture_does_not()
    {
        float[] vectors = [.. Enumerable.Repeat(0.5f, 52)];
        var typed = new ModelInferRequest { ModelName = "beta", Inputs = { new ModelInferRequest.Types.InferInputTensor { Name = "hidden", Datatype = "FP32", Shape = { 2, 26 }, Contents = new InferTensorContents { Fp32Contents = { vectors } } } } };
        var raw = new ModelInferRequest { ModelName = "beta", Inputs = { new ModelInferRequest.Types.InferInputTensor { Name = "hidden", Datatype = "FP32", Shape = { 2, 26 } } }, RawInputContents = { ByteString.CopyFrom(MemoryMarshal.AsBytes(vectors.AsSpan())) } };

        var fromTyped = await _caller.InferAsync(typed);
        var fromRaw = await _caller.InferAsync(raw);
        typed.ModelName = "moe";

        Assert.Equal(["beta/yes", "beta/yes"], fromTyped.Outputs[0].Contents.BytesContents.Select(label => label.ToStringUtf8()));
        Assert.Equal(GrpcCaller.Elements("beta/yes", "beta/yes"), fromRaw.RawOutputContents[0]);
        Assert.Equal((StatusCode.InvalidArgument, "invalid-request"), await _caller.RefusalOfAsync(typed));
    }

    [Fact]
    public async Task Outputs_are_those_that_are_asked_for()
    {
        var request = GrpcCaller.Typed("beta", "zzz");
        request.Outputs.Add(new ModelInferRequest.Types.InferRequestedOutputTensor { Name = "probabilities" });

        var output = Assert.Single((await _caller.InferAsync(request)).Outputs);

        Assert.Equal([1, 2], output.Shape);
        Assert.Equal("""["beta/no","beta/yes"]""", output.Parameters["labels"].StringParam);
        Assert.Equal([0.25f, 0.75f], output.Contents.Fp32Contents);
    }

    [Theory]
    [InlineData("aaa")]
    [InlineData("aab", "cca")]
    public async Task Answer_is_that_over_http_with_the_same_parameters(params string[] texts)
    {
        var request = GrpcCaller.Typed("moe", texts);
        request.Parameters["moe_explain"] = new InferParameter { BoolParam = true };
        request.Parameters["moe_deadline_ms"] = new InferParameter { Uint64Param = 20_000 };
        var body = JsonSerializer.Serialize(new { parameters = new { moe_explain = true, moe_deadline_ms = 20_000 }, inputs = new[] { new { name = "text", shape = new[] { texts.Length }, datatype = "BYTES", data = texts } } });

        var answer = await _caller.InferAsync(request);
        var http = (await _host.PostAsync("/v2/models/moe/infer", body)).Json;

        Assert.Equal(http.GetProperty("outputs")[0].GetProperty("data").EnumerateArray().Select(label => label.GetString()), answer.Outputs[0].Contents.BytesContents.Select(label => label.ToStringUtf8()));
        Assert.Equal(http.GetProperty("outputs")[1].GetProperty("data").EnumerateArray().Select(value => value.GetSingle()), answer.Outputs[1].Contents.Fp32Contents);
        var parameters = http.GetProperty("parameters").EnumerateObject().ToList();
        Assert.Equal(parameters.Select(parameter => parameter.Name).Order(), answer.Parameters.Keys.Order());
        foreach (var parameter in parameters)
        {
            if (parameter.Value.ValueKind == JsonValueKind.Number)
                Assert.Equal(parameter.Value.GetSingle(), (float)answer.Parameters[parameter.Name].DoubleParam);
            else
                Assert.Equal(parameter.Value.GetString(), Text(answer, parameter.Name));
        }
    }

    [Fact]
    public async Task Trace_id_of_the_caller_is_that_of_the_answer()
    {
        const string Id = "0af7651916cd43dd8448eb211c80319c";

        var answer = await _caller.Inference.ModelInferAsync(GrpcCaller.Typed("moe", "aaa"), new Metadata { { "traceparent", $"00-{Id}-b7ad6b7169203331-01" } }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(Id, Text(answer, "moe_trace_id"));
    }

    public static TheoryData<string, StatusCode, string> BadRequests => new()
    {
        { "no inputs", StatusCode.InvalidArgument, "invalid-request" },
        { "wrong type", StatusCode.InvalidArgument, "invalid-request" },
        { "no contents", StatusCode.InvalidArgument, "shape-invalid" },
        { "fewer than the shape", StatusCode.InvalidArgument, "shape-invalid" },
        { "no shape", StatusCode.InvalidArgument, "invalid-request" },
        { "negative dimension", StatusCode.InvalidArgument, "shape-invalid" },
        { "huge shape", StatusCode.InvalidArgument, "shape-invalid" },
        { "rows of several", StatusCode.InvalidArgument, "shape-invalid" },
        { "more rows than allowed", StatusCode.InvalidArgument, "shape-invalid" },
        { "long text", StatusCode.ResourceExhausted, "text-too-large" },
        { "no UTF-8", StatusCode.InvalidArgument, "invalid-request" },
        { "input twice", StatusCode.InvalidArgument, "invalid-request" },
        { "many inputs", StatusCode.InvalidArgument, "invalid-request" },
        { "unknown input", StatusCode.InvalidArgument, "invalid-request" },
        { "unknown output", StatusCode.InvalidArgument, "invalid-request" },
        { "output twice", StatusCode.InvalidArgument, "invalid-request" },
        { "top k as text", StatusCode.InvalidArgument, "invalid-request" },
        { "top k of 0", StatusCode.InvalidArgument, "invalid-request" },
        { "explain as number", StatusCode.InvalidArgument, "invalid-request" },
        { "priority beyond", StatusCode.InvalidArgument, "invalid-request" },
        { "raw and typed", StatusCode.InvalidArgument, "invalid-request" },
        { "raw for one of two", StatusCode.InvalidArgument, "invalid-request" },
        { "raw cut off", StatusCode.InvalidArgument, "shape-invalid" },
        { "raw length that lies", StatusCode.InvalidArgument, "shape-invalid" },
        { "unknown model", StatusCode.NotFound, "not-found" },
        { "unknown version", StatusCode.NotFound, "not-found" },
    };

    [Theory]
    [MemberData(nameof(BadRequests))]
    public async Task Bad_request_is_refused_with_status_and_code(string what, StatusCode status, string code)
    {
        var typed = GrpcCaller.Typed("moe", "a");
        var raw = GrpcCaller.Raw("moe", "a");
        var request = what.StartsWith("raw", StringComparison.Ordinal) ? raw : typed;
        var input = request.Inputs[0];
        Action spoil = what switch
        {
            "no inputs" => request.Inputs.Clear,
            "wrong type" => () => input.Datatype = "INT64",
            "no contents" => () => input.Contents = null,
            "fewer than the shape" => () => input.Shape[0] = 2,
            "no shape" => input.Shape.Clear,
            "negative dimension" => () => input.Shape[0] = -1,
            "huge shape" => () => input.Shape.Add([1L << 33, 1L << 33]),
            "rows of several" => () => input.Shape.Add(2),
            "more rows than allowed" => () => request.Inputs[0] = GrpcCaller.Typed("moe", "a", "b", "c", "d", "e").Inputs[0],
            "long text" => () => input.Contents.BytesContents[0] = ByteString.CopyFromUtf8(new string('a', 101)),
            "no UTF-8" => () => input.Contents.BytesContents[0] = ByteString.CopyFrom(0xff),
            "input twice" => () => request.Inputs.Add(input.Clone()),
            "many inputs" => () => request.Inputs.Add(Enumerable.Range(0, 100).Select(number => new ModelInferRequest.Types.InferInputTensor(input) { Name = $"{number}" })),
            "unknown input" => () => input.Name = "image",
            "unknown output" => () => request.Outputs.Add(new ModelInferRequest.Types.InferRequestedOutputTensor { Name = "logits" }),
            "output twice" => () => request.Outputs.Add([new() { Name = "label" }, new() { Name = "label" }]),
            "top k as text" => () => request.Parameters["moe_top_k"] = new InferParameter { StringParam = "2" },
            "top k of 0" => () => request.Parameters["moe_top_k"] = new InferParameter { Int64Param = 0 },
            "explain as number" => () => request.Parameters["moe_explain"] = new InferParameter { Int64Param = 1 },
            "priority beyond" => () => request.Parameters["priority"] = new InferParameter { Int64Param = 101 },
            "raw and typed" => () => input.Contents = new InferTensorContents(),
            "raw for one of two" => () => request.Inputs.Add(new ModelInferRequest.Types.InferInputTensor(input) { Name = "hidden" }),
            "raw cut off" => () => request.RawInputContents[0] = ByteString.CopyFrom(1, 0, 0),
            "raw length that lies" => () => request.RawInputContents[0] = ByteString.CopyFrom(0xff, 0xff, 0xff, 0xff, 65),
            "unknown model" => () => request.ModelName = "nobody",
            "unknown version" => () => request.ModelVersion = "2.0.0",
            _ => throw new ArgumentOutOfRangeException(nameof(what)),
        };
        spoil();

        Assert.Equal((status, code), await _caller.RefusalOfAsync(request));
    }

    [Fact]
    public async Task Statistics_count_inferences()
    {
        await _caller.InferAsync(GrpcCaller.Typed("gamma", "a", "b", "c"));
        var bad = GrpcCaller.Typed("gamma", "a");
        bad.Inputs[0].Datatype = "FP32";
        await _caller.RefusalOfAsync(bad);

        var stats = Assert.Single((await _caller.Inference.ModelStatisticsAsync(new ModelStatisticsRequest { Name = "gamma" }, _caller.Options)).ModelStats);
        var all = (await _caller.Inference.ModelStatisticsAsync(new ModelStatisticsRequest(), _caller.Options)).ModelStats;

        Assert.Equal((3UL, 1UL, 1UL), (stats.InferenceCount, stats.InferenceStats.Success.Count, stats.InferenceStats.Fail.Count));
        Assert.Equal(["moe", "alpha", "beta", "gamma"], all.Select(model => model.Name));
    }

    [Fact]
    public async Task Requests_are_in_the_metrics_of_the_host_as_grpc()
    {
        await _caller.InferAsync(GrpcCaller.Typed("moe", "aaa"));
        await _caller.RefusalOfAsync(GrpcCaller.Typed("nobody", "aaa"));

        string[] counted = ["""protocol="grpc",strategy="gate",status="200"} 1""", """protocol="grpc",strategy="none",status="4xx"} 1"""];
        await Eventually.TrueAsync(async () =>
        {
            var metrics = (await _host.GetAsync("/metrics")).Text;
            return counted.All(line => metrics.Contains($"moe_request_duration_seconds_count{{{line}", StringComparison.Ordinal));
        }, "both are counted");
    }

    private static string Text(ModelInferResponse answer, string name) => answer.Parameters[name].StringParam;
}
