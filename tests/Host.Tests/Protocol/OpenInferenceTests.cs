using System.Buffers.Binary;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using MoECollab.Host.Tests.Hosting;

namespace MoECollab.Host.Tests.Protocol;

/// <summary>Requests as the protocol's text has them, written by hand.</summary>
public sealed class OpenInferenceTests : IAsyncLifetime
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
    public async Task Server_and_models_describe_themselves()
    {
        var server = (await _host.GetAsync("/v2")).Json;
        var mixture = (await _host.GetAsync("/v2/models/moe")).Json;
        var expert = (await _host.GetAsync("/v2/models/alpha/versions/1.0.0")).Json;

        Assert.Equal("moecollab", server.GetProperty("name").GetString());
        Assert.Contains("binary_tensor_data", server.GetProperty("extensions").EnumerateArray().Select(extension => extension.GetString()));
        Assert.Equal(("moe", "text", "BYTES", -1), (mixture.GetProperty("name").GetString(), mixture.GetProperty("inputs")[0].GetProperty("name").GetString(), mixture.GetProperty("inputs")[0].GetProperty("datatype").GetString(), mixture.GetProperty("inputs")[0].GetProperty("shape")[0].GetInt32()));
        Assert.Equal(["label", "probability", "probabilities"], mixture.GetProperty("outputs").EnumerateArray().Select(output => output.GetProperty("name").GetString()));
        Assert.Equal("1.0.0", expert.GetProperty("versions")[0].GetString());
    }

    [Fact]
    public async Task Live_and_ready_are_answered()
    {
        foreach (var path in new[] { "/v2/health/live", "/v2/health/ready", "/v2/models/moe/ready", "/v2/models/beta/ready", "/v2/models/beta/versions/1.0.0/ready" })
            Assert.Equal(200, (await _host.GetAsync(path)).Status);

        Assert.Equal(404, (await _host.GetAsync("/v2/models/nobody/ready")).Status);
        Assert.Equal(404, (await _host.GetAsync("/v2/models/beta/versions/2.0.0")).Status);
    }

    [Fact]
    public async Task Mixture_infers_from_json()
    {
        var reply = await _host.PostAsync("/v2/models/moe/infer", """
            {"id":"42","parameters":{"moe_top_k":1},"inputs":[{"name":"text","shape":[2],"datatype":"BYTES","data":["aaa","ccc"]}]}
            """);

        Assert.Equal(200, reply.Status);
        Assert.Equal(("moe", "42"), (reply.Json.GetProperty("model_name").GetString(), reply.Json.GetProperty("id").GetString()));
        Assert.Equal("[\"alpha/yes\",\"gamma/yes\"]", Output(reply, "label").GetProperty("data").GetRawText());
        Assert.Equal("[2]", Output(reply, "probability").GetProperty("shape").GetRawText());
        Assert.Equal("FP32", Output(reply, "probability").GetProperty("datatype").GetString());
        Assert.Equal("[[\"alpha\"],[\"gamma\"]]", reply.Json.GetProperty("parameters").GetProperty("moe_experts").GetString());
        Assert.Equal("prototype@1.0.0", reply.Json.GetProperty("parameters").GetProperty("moe_gate").GetString());
    }

    [Fact]
    public async Task Outputs_are_those_that_are_asked_for()
    {
        var reply = await _host.PostAsync("/v2/models/beta/infer", """
            {"inputs":[{"name":"text","shape":[1,1],"datatype":"BYTES","data":[["zzz"]]}],"outputs":[{"name":"probabilities"}]}
            """);

        var output = Assert.Single(reply.Json.GetProperty("outputs").EnumerateArray());
        Assert.Equal("[1,2]", output.GetProperty("shape").GetRawText());
        Assert.Equal("""["beta/no","beta/yes"]""", output.GetProperty("parameters").GetProperty("labels").GetString());
        Assert.Equal("[0.25,0.75]", output.GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task Expert_takes_hidden_vectors()
    {
        var zeros = string.Join(",", Enumerable.Repeat("0.5", 52));

        var reply = await _host.PostAsync("/v2/models/beta/infer", $$"""{"inputs":[{"name":"hidden","shape":[2,26],"datatype":"FP32","data":[{{zeros}}]}]}""");
        var mixture = await _host.PostAsync("/v2/models/moe/infer", $$"""{"inputs":[{"name":"hidden","shape":[2,26],"datatype":"FP32","data":[{{zeros}}]}]}""");

        Assert.Equal("[\"beta/yes\",\"beta/yes\"]", Output(reply, "label").GetProperty("data").GetRawText());
        Assert.Equal(400, mixture.Status);
    }

    [Fact]
    public async Task Binary_tensors_go_in_and_out()
    {
        byte[] elements = [.. Element("aaa"), .. Element("bbb")];
        var json = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$$"""
            {"inputs":[{"name":"text","shape":[2],"datatype":"BYTES","parameters":{"binary_data_size":{{{elements.Length}}}}}],"outputs":[{"name":"label","parameters":{"binary_data":true}},{"name":"probability","parameters":{"binary_data":true}}]}
            """));
        using var content = new ByteArrayContent([.. json, .. elements]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        content.Headers.Add("Inference-Header-Content-Length", json.Length.ToString(CultureInfo.InvariantCulture));

        using var response = await _host.Http.PostAsync("/v2/models/moe/infer", content, TestContext.Current.CancellationToken);

        var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var length = int.Parse(response.Headers.GetValues("Inference-Header-Content-Length").Single(), CultureInfo.InvariantCulture);
        var header = JsonDocument.Parse(body.AsMemory(0, length)).RootElement;
        Assert.Equal(25, header.GetProperty("outputs")[0].GetProperty("parameters").GetProperty("binary_data_size").GetInt32());
        Assert.Equal("alpha/yes", Encoding.UTF8.GetString(body, length + 4, 9));
        Assert.Equal("beta/yes", Encoding.UTF8.GetString(body, length + 17, 8)[..8]);
        Assert.Equal(0.75f, BinaryPrimitives.ReadSingleLittleEndian(body.AsSpan(body.Length - 4)));
    }

    [Theory]
    [InlineData("""{"inputs":[]}""", 400)]
    [InlineData("""{"inputs":[{"name":"text","shape":[1],"datatype":"INT64","data":[1]}]}""", 400)]
    [InlineData("""{"inputs":[{"name":"text","shape":[2],"datatype":"BYTES","data":["a"]}]}""", 422)]
    [InlineData("""{"inputs":[{"name":"text","shape":[-1],"datatype":"BYTES","data":["a"]}]}""", 422)]
    [InlineData("""{"inputs":[{"name":"text","shape":[8589934592,8589934592],"datatype":"BYTES","data":["a"]}]}""", 422)]
    [InlineData("""{"inputs":[{"name":"text","shape":[1],"datatype":"BYTES","data":["a"]},{"name":"text","shape":[1],"datatype":"BYTES","data":["a"]}]}""", 400)]
    [InlineData("""{"inputs":[{"name":"text","shape":[1],"datatype":"BYTES","data":["a"]}],"outputs":[{"name":"logits"}]}""", 400)]
    [InlineData("""{"inputs":[{"name":"text","shape":[1],"datatype":"BYTES","data":["a"]}],"parameters":{"moe_top_k":"two"}}""", 400)]
    public async Task Bad_tensors_are_refused_with_an_error(string body, int status)
    {
        var reply = await _host.PostAsync("/v2/models/moe/infer", body);

        Assert.Equal(status, reply.Status);
        Assert.NotEmpty(reply.Json.GetProperty("error").GetString()!);
    }

    [Fact]
    public async Task Unknown_model_is_not_found()
    {
        var reply = await _host.PostAsync("/v2/models/..%2F..%2Fetc/infer", """{"inputs":[{"name":"text","shape":[1],"datatype":"BYTES","data":["a"]}]}""");

        Assert.Equal(404, reply.Status);
    }

    [Fact]
    public async Task Statistics_count_inferences()
    {
        await _host.PostAsync("/v2/models/gamma/infer", """{"inputs":[{"name":"text","shape":[3],"datatype":"BYTES","data":["a","b","c"]}]}""");

        var stats = (await _host.GetAsync("/v2/models/gamma/stats")).Json.GetProperty("model_stats")[0];
        var all = (await _host.GetAsync("/v2/models/stats")).Json.GetProperty("model_stats");

        Assert.Equal((3, 1), (stats.GetProperty("inference_count").GetInt32(), stats.GetProperty("inference_stats").GetProperty("success").GetProperty("count").GetInt32()));
        Assert.Equal(4, all.GetArrayLength());
    }

    private static byte[] Element(string text)
    {
        var bytes = new byte[4 + text.Length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, text.Length);
        Encoding.UTF8.GetBytes(text, bytes.AsSpan(4));
        return bytes;
    }

    private static JsonElement Output(Reply reply, string name) => reply.Json.GetProperty("outputs").EnumerateArray().Single(output => output.GetProperty("name").GetString() == name);
}
