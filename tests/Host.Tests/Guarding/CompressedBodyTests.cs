using System.IO.Compression;
using System.Net.Sockets;
using System.Text;
using MoECollab.Host.Answering;
using MoECollab.Host.Configuring;
using MoECollab.Host.Tests.Hosting;

namespace MoECollab.Host.Tests.Guarding;

public sealed class CompressedBodyTests : IAsyncLifetime
{
    private const int Limit = 4 << 20;

    private readonly ServedFolder _folder = ServedFolder.WithThreeExperts();
    private RunningHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await RunningHost.StartAsync(_folder, ("Server:MaxBodyBytes", $"{Limit}"), ("Plugins:Watch", "false"));

    public async ValueTask DisposeAsync()
    {
        Assert.Equal(200, (await _host.GetAsync("/readyz")).Status);
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("x-gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("GZIP")]
    public async Task Compressed_body_is_answered_as_the_same_body_is(string encoding)
    {
        string[] texts = [.. Enumerable.Range(0, 200).Select(number => $"{(char)('a' + (number % 3))} {number}")];
        var plain = await _host.PostAsync("/moe/v1/infer", RunningHost.Body(texts));

        var packed = await SendAsync("/moe/v1/infer", Packed(Encoding.UTF8.GetBytes(RunningHost.Body(texts)), encoding), encoding);

        Assert.Equal((200, 200), (plain.Status, packed.Status));
        Assert.Equal(Labels(plain), Labels(packed));
    }

    [Fact]
    public async Task Compressed_binary_tensors_are_read()
    {
        const string json = """{"inputs":[{"name":"text","shape":[1],"datatype":"BYTES","parameters":{"binary_data_size":7}}]}""";
        byte[] body = [.. Encoding.UTF8.GetBytes(json), 3, 0, 0, 0, .. "bbb"u8];

        var reply = await SendAsync("/v2/models/moe/infer", Packed(body, "gzip"), "gzip", ("Inference-Header-Content-Length", $"{json.Length}"));

        Assert.Equal(200, reply.Status);
        Assert.Contains("beta/", reply.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task Bomb_is_refused(string encoding)
    {
        var bomb = Packed(new byte[64 << 20], encoding);

        var reply = await SendAsync("/moe/v1/infer", bomb, encoding);

        Assert.InRange(bomb.Length, 1, 1 << 20);
        Assert.Equal((413, "body-too-large"), (reply.Status, reply.Code));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public void Bomb_costs_no_more_memory_than_its_limit(string encoding)
    {
        var bomb = Packed(new byte[64 << 20], encoding);
        var limits = new ServerOptions { MaxBodyBytes = Limit };

        var before = GC.GetAllocatedBytesForCurrentThread();
        var fault = Assert.Throws<ProblemException>(() => CompressedBody.Unpack(bomb, encoding, limits, TestContext.Current.CancellationToken));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(413, fault.Problem.Status);
        // A buffer that doubles until it has twice the limit has had four times as much.
        Assert.InRange(allocated, 1, 5L * Limit);
    }

    [Fact]
    public void Ratio_is_what_the_configuration_says_from_the_first_mebibyte_on()
    {
        var (small, large) = (Packed(new byte[1 << 20], "gzip"), Packed(new byte[2 << 20], "gzip"));
        var limits = new ServerOptions();

        var fault = Assert.Throws<ProblemException>(() => CompressedBody.Unpack(large, "gzip", limits, TestContext.Current.CancellationToken));

        Assert.Contains("more than 100 times larger", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Server:MaxDecompressionRatio", fault.Message, StringComparison.Ordinal);
        Assert.Equal(1 << 20, CompressedBody.Unpack(small, "gzip", limits, TestContext.Current.CancellationToken).Length);
        Assert.Equal(2 << 20, CompressedBody.Unpack(large, "gzip", new ServerOptions { MaxDecompressionRatio = 2000 }, TestContext.Current.CancellationToken).Length);
    }

    [Fact]
    public async Task Body_of_the_limit_is_unpacked_and_one_byte_more_is_refused()
    {
        // Every other byte is chance, so that the size alone is too large.
        var frame = RunningHost.Body("aaa");
        var noise = new byte[Limit + 1 - frame.Length];
        new Random(1).NextBytes(noise);
        byte[] body = [.. Encoding.UTF8.GetBytes(frame), .. noise.Select(value => (byte)((value & 1) == 0 ? ' ' : '\n'))];

        var fits = await SendAsync("/moe/v1/infer", Packed(body[..Limit], "gzip"), "gzip");
        var tooLarge = await SendAsync("/moe/v1/infer", Packed(body, "gzip"), "gzip");

        Assert.Equal(200, fits.Status);
        Assert.Equal((413, "body-too-large"), (tooLarge.Status, tooLarge.Code));
        Assert.Contains($"larger than {Limit} bytes when it is unpacked", tooLarge.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task Body_that_breaks_off_or_is_something_else_is_refused(string encoding)
    {
        var body = Encoding.UTF8.GetBytes(RunningHost.Body([.. Enumerable.Range(0, 500).Select(number => $"a {number * 7919}")]));
        var packed = Packed(body, encoding);

        Assert.Equal((400, "invalid-json"), Seen(await SendAsync("/moe/v1/infer", packed[..(packed.Length / 2)], encoding)));
        Assert.Equal((400, "invalid-encoding"), Seen(await SendAsync("/moe/v1/infer", body, encoding)));
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("gzip, gzip")]
    public async Task Encoding_that_is_not_read_is_refused_with_those_that_are(string encoding)
    {
        var reply = await SendAsync("/moe/v1/infer", Encoding.UTF8.GetBytes(RunningHost.Body("aaa")), encoding);

        Assert.Equal((415, "encoding-not-supported"), Seen(reply));
        Assert.Equal("gzip, br, deflate", reply.Headers["Accept-Encoding"]);
    }

    [Theory]
    [InlineData("zstd", "HTTP/1.1 415")]
    [InlineData("gzip", "HTTP/1.1 100")]
    [InlineData("Identity", "HTTP/1.1 100")]
    public async Task Sender_that_waits_to_be_told_need_not_send_a_body_that_is_not_read(string encoding, string answer)
    {
        using var client = new TcpClient { ReceiveTimeout = 10_000 };
        await client.ConnectAsync(_host.Address.Host, _host.Address.Port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"POST /moe/v1/infer HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Encoding: {encoding}\r\nContent-Length: 1000\r\nExpect: 100-continue\r\n\r\n"),
            TestContext.Current.CancellationToken);
        var buffer = new byte[answer.Length];

        await stream.ReadExactlyAsync(buffer, TestContext.Current.CancellationToken);

        Assert.Equal(answer, Encoding.ASCII.GetString(buffer));
    }

    [Fact]
    public async Task Compressed_body_in_chunks_and_of_many_members_is_read_and_bounded_as_one()
    {
        var json = Encoding.UTF8.GetBytes(RunningHost.Body([.. Enumerable.Range(0, 100).Select(number => $"a {number}")]));
        byte[] inMembers = [.. json.Chunk(7).SelectMany(part => Packed(part, "gzip"))];
        byte[] bomb = [.. Enumerable.Repeat(Packed(new byte[64 << 10], "gzip"), 100).SelectMany(member => member)]; // 6.4 MB of many small members
        byte[] hollow = [.. Enumerable.Repeat(Packed([], "gzip"), 10_000).SelectMany(member => member), .. Packed(json, "gzip")];

        var plain = await _host.PostAsync("/moe/v1/infer", Encoding.UTF8.GetString(json));
        var chunked = await SendAsync("/moe/v1/infer", Packed(json, "gzip"), "gzip", ("Transfer-Encoding", "chunked"));
        var members = await SendAsync("/moe/v1/infer", inMembers, "gzip");

        Assert.Equal(200, chunked.Status);
        Assert.Equal(Labels(plain), Labels(chunked));
        Assert.Equal(Labels(plain), Labels(members));
        Assert.Equal((413, "body-too-large"), Seen(await SendAsync("/moe/v1/infer", bomb, "gzip")));
        Assert.InRange((await SendAsync("/moe/v1/infer", hollow, "gzip")).Status, 200, 400);
    }

    [Fact]
    public void Unpacking_ends_when_nobody_waits_for_it()
    {
        using var gone = new CancellationTokenSource();
        gone.Cancel();

        Assert.Throws<OperationCanceledException>(() => CompressedBody.Unpack(Packed(new byte[1000], "gzip"), "gzip", new ServerOptions(), gone.Token));
    }

    private async Task<Reply> SendAsync(string path, byte[] body, string encoding, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", headers.Any(header => header.Name == "Inference-Header-Content-Length") ? "application/octet-stream" : "application/json");
        request.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.TransferEncodingChunked = headers.Any(header => header.Value == "chunked");
        using var response = await _host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return await Reply.OfAsync(response);
    }

    private static byte[] Packed(byte[] body, string encoding)
    {
        using var packed = new MemoryStream();
        using (Stream stream = encoding.ToUpperInvariant() switch
        {
            "BR" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "DEFLATE" => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            _ => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
        })
        {
            stream.Write(body);
        }

        return packed.ToArray();
    }

    private static (int Status, string Code) Seen(Reply reply) => (reply.Status, reply.Code);

    private static IEnumerable<string?> Labels(Reply reply) => reply.Json.GetProperty("answers").EnumerateArray().Select(answer => answer.GetProperty("label").GetString());
}
