using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MoECollab.Host.Scheduling;
using MoECollab.Host.Tests.Hosting;
using MoECollab.Host.Tests.Seeing;

namespace MoECollab.Host.Tests.Guarding;

/// <summary>Floods against a host with its default limits; after each it is ready and answers.</summary>
public sealed class FloodTests : IAsyncLifetime
{
    private const int Limit = 64 << 20, Chunks = 65_537, ManyChunks = 1_000_000, MaxGrowth = 8 << 20;

    private readonly ServedFolder _folder = ServedFolder.WithThreeExperts();
    private readonly LineKeeper _lines = new();
    private RunningHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await RunningHost.StartAsync(_folder, services => services.AddSingleton<ILoggerProvider>(_lines), ("Plugins:Watch", "false"), ("Telemetry:LogLevel", "error"));

    public async ValueTask DisposeAsync()
    {
        Assert.Equal(200, (await _host.GetAsync("/readyz")).Status);
        Assert.Equal("alpha/yes", (await _host.PostAsync("/moe/v1/infer", RunningHost.Body("aaa"))).Answer.GetProperty("label").GetString());
        await _host.DisposeAsync();
        _folder.Dispose();
        _lines.Dispose();
    }

    [Theory]
    [InlineData(Limit - 1, 200)]
    [InlineData(Limit, 200)]
    [InlineData(Limit + 1, 413)]
    public async Task Body_of_the_default_limit_is_read_and_one_byte_more_is_not(int length, int status)
    {
        var first = RunningHost.Body("aaa");
        var head = Encoding.ASCII.GetBytes($"POST /moe/v1/infer HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{first}");

        var answer = await RawAsync(head, " "u8.ToArray(), length - first.Length, []);

        Assert.StartsWith($"HTTP/1.1 {status}", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_in_chunks_of_a_byte_is_a_body()
    {
        Assert.StartsWith("HTTP/1.1 200", await ChunkedAsync(Chunks), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200", await ChunkedAsync(ManyChunks), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chunks_beyond_the_limit_are_refused_while_they_come() =>
        Assert.StartsWith("HTTP/1.1 413", await ChunkedAsync((Limit / 65_536) + 2, 65_537), StringComparison.Ordinal);

    [Fact]
    public async Task Million_chunks_again_and_again_leave_the_memory_as_it_was()
    {
        if (!Soak.IsOn)
            Assert.Skip("twenty times a million chunks: ./moe test --soak runs it");
        if (OwnProcess.Told is null)
        {
            // The tiers of the compiler are left out: of the 5 to 10 MiB by which the process grew with them in twenty rounds, up to 6 were the compiler's
            // working memory and the code that it made anew, and the rest the collector's pools of arrays, which have an end.
            await OwnProcess.PassesAsync(new Dictionary<string, string> { ["DOTNET_TieredCompilation"] = "0" });
            return;
        }

        for (var warmUp = 0; warmUp < 3; warmUp++)
            await ChunkedAsync(ManyChunks);
        var before = Resident();

        for (var round = 0; round < 20; round++)
            await ChunkedAsync(ManyChunks);

        Assert.InRange(Resident() - before, long.MinValue, MaxGrowth);
    }

    [Theory]
    [InlineData(10_000, 1)]
    [InlineData(1, 1_000_000)]
    public async Task Headers_without_end_are_refused(int count, int length)
    {
        var headers = string.Concat(Enumerable.Range(0, count).Select(number => $"X-{number}: {new string('a', length)}\r\n"));

        Assert.StartsWith("HTTP/1.1 431", await RawAsync(Encoding.ASCII.GetBytes($"GET /livez HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hundreds_of_clients_that_never_finish_hold_up_nobody()
    {
        var sockets = new List<Socket>();
        string[] beginnings = ["GET /live", "POST /moe/v1/infer HTTP/1.1\r\nHost: localhost\r\nContent-Le", "POST /moe/v1/infer HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"te", "POST /moe/v1/infer HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"t"];
        for (var i = 0; i < 200; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            sockets.Add(socket);
            await socket.ConnectAsync("127.0.0.1", _host.Address.Port, TestContext.Current.CancellationToken);
            await socket.SendAsync(Encoding.ASCII.GetBytes(beginnings[i % beginnings.Length]), TestContext.Current.CancellationToken);
        }

        for (var i = 0; i < 50; i++)
            Assert.Equal(200, (await _host.PostAsync("/moe/v1/infer", RunningHost.Body("aaa"))).Status);

        sockets.ForEach(socket => socket.Dispose());
        await Eventually.TrueAsync(() => _host.Service<Scheduler>().Accepted == 0, "none of them was accepted");
        Assert.DoesNotContain(_lines.All, line => line.Contains("/moe/v1/infer failed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/moe/v1/infer", """{"texts":["a"],"texts":["b","c"]}""")]
    [InlineData("/moe/v1/infer", """{"texts":["a"],"topK":NaN}""")]
    [InlineData("/moe/v1/infer", """{"texts":["a"],"topK":1e999}""")]
    [InlineData("/moe/v1/infer", """{"texts":["a"],"topK":-1}""")]
    [InlineData("/v2/models/moe/infer", """{"inputs":[{"name":"text","shape":[8589934592,8589934592],"datatype":"BYTES","data":["a"]}]}""")]
    [InlineData("/v2/models/moe/infer", """{"inputs":[{"name":"text","shape":[4294967297,4294967296],"datatype":"BYTES","data":["a"]}]}""")]
    [InlineData("/v2/models/moe/infer", """{"inputs":[{"name":"text","shape":[-1],"datatype":"BYTES","data":["a"]}]}""")]
    [InlineData("/v2/models/alpha/infer", """{"inputs":[{"name":"hidden","shape":[1,26],"datatype":"FP32","data":[Infinity]}]}""")]
    public async Task Numbers_that_are_none_or_too_large_are_refused(string path, string json)
    {
        var reply = await _host.PostAsync(path, json);

        if (json.Contains("\"texts\":[\"b\"", StringComparison.Ordinal))
            Assert.True(reply.Status == 400 || (reply.Status == 200 && reply.Json.GetProperty("answers").GetArrayLength() == 2), $"{reply.Status}");
        else
            Assert.InRange(reply.Status, 400, 422);
    }

    [Theory]
    [InlineData(65)]
    [InlineData(101)]
    [InlineData(250_000)]
    public async Task Depth_is_refused(int depth)
    {
        Assert.Equal(400, (await _host.PostAsync("/moe/v1/infer", $"{{\"texts\":{new string('[', depth)}{new string(']', depth)}}}")).Status);
        Assert.Equal(400, (await _host.PostAsync("/v2/models/moe/infer", $"{{\"inputs\":{new string('[', depth)}{new string(']', depth)}}}")).Status);
    }

    private Task<string> ChunkedAsync(int count, int size = 1)
    {
        var first = RunningHost.Body("aaa");
        var head = Encoding.ASCII.GetBytes($"POST /moe/v1/infer HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{first.Length:x}\r\n{first}\r\n");
        var chunk = Encoding.ASCII.GetBytes($"{size:x}\r\n{new string(' ', size)}\r\n");
        return RawAsync(head, chunk, count - 1, "0\r\n\r\n"u8.ToArray());
    }

    private Task<string> RawAsync(byte[] request) => RawAsync(request, [], 0, []);

    // The host may answer, and close, before it has seen all.
    private async Task<string> RawAsync(byte[] head, byte[] part, int times, byte[] tail)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", _host.Address.Port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        using var reader = new StreamReader(stream);
        var answer = reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask();
        try
        {
            await stream.WriteAsync(head, TestContext.Current.CancellationToken);
            var several = Enumerable.Repeat(part, Math.Max(1, Math.Min(times, 65_536 / Math.Max(1, part.Length)))).SelectMany(bytes => bytes).ToArray();
            var inSeveral = part.Length == 0 ? 0 : several.Length / part.Length;
            for (var left = times; left > 0 && !answer.IsCompleted; left -= inSeveral)
                await stream.WriteAsync(several.AsMemory(0, Math.Min(left, inSeveral) * part.Length), TestContext.Current.CancellationToken);
            if (!answer.IsCompleted)
                await stream.WriteAsync(tail, TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // It has closed; what it said is there to be read.
        }

        return await answer ?? "";
    }

    private static long Resident()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
