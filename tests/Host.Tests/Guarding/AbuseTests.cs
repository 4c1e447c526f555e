using System.Net.Sockets;
using System.Text;
using MoECollab.Host.Tests.Hosting;

namespace MoECollab.Host.Tests.Guarding;

/// <summary>What no sound client sends; after each the host is ready.</summary>
public sealed class AbuseTests : IAsyncLifetime
{
    private readonly ServedFolder _folder = ServedFolder.WithThreeExperts();
    private RunningHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await RunningHost.StartAsync(_folder, ("Server:MaxBodyBytes", "65536"), ("Server:MaxTexts", "4"), ("Server:MaxTextLength", "1000"), ("Server:MaxHeaders", "30"), ("Server:MaxJsonDepth", "16"));

    public async ValueTask DisposeAsync()
    {
        Assert.Equal(200, (await _host.GetAsync("/readyz")).Status);
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Body_of_the_limit_is_read_and_one_byte_more_is_refused()
    {
        var frame = RunningHost.Body("");

        var fits = await _host.PostAsync("/moe/v1/infer", frame + new string(' ', 65536 - frame.Length));
        var tooLarge = await _host.PostAsync("/moe/v1/infer", frame + new string(' ', 65537 - frame.Length));

        Assert.Equal(200, fits.Status);
        Assert.Equal((413, "body-too-large"), (tooLarge.Status, tooLarge.Code));
    }

    [Fact]
    public async Task Texts_are_limited_in_number_and_length()
    {
        Assert.Equal((413, "batch-too-large"), Seen(await _host.PostAsync("/moe/v1/infer", RunningHost.Body("a", "a", "a", "a", "a"))));
        Assert.Equal((413, "text-too-large"), Seen(await _host.PostAsync("/moe/v1/infer", RunningHost.Body(new string('a', 1001)))));
        Assert.Equal(200, (await _host.PostAsync("/moe/v1/infer", RunningHost.Body(new string('a', 1000)))).Status);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(30_000)]
    public async Task Deep_json_is_refused(int depth) =>
        Assert.Equal((400, "invalid-json"), Seen(await _host.PostAsync("/moe/v1/infer", "{\"texts\":" + new string('[', depth) + new string(']', depth) + "}")));

    [Fact]
    public async Task Foreign_type_is_refused()
    {
        using var form = new StringContent("texts=a", Encoding.UTF8, "application/x-www-form-urlencoded");
        using var foreign = await _host.Http.PostAsync("/moe/v1/infer", form, TestContext.Current.CancellationToken);

        Assert.Equal((415, "type-not-supported"), Seen(await Reply.OfAsync(foreign)));
    }

    [Fact]
    public async Task Many_headers_are_refused()
    {
        var headers = string.Concat(Enumerable.Range(0, 200).Select(number => $"X-{number}: 1\r\n"));

        Assert.StartsWith("HTTP/1.1 431", await RawAsync($"GET /livez HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Path_in_an_id_never_leaves_the_home()
    {
        foreach (var id in new[] { "..%2F..%2Fetc%2Fpasswd", "%2Fetc%2Fpasswd", "C:%5Cwindows", "a%00b" })
        {
            Assert.InRange((await _host.GetAsync($"/moe/v1/experts/{id}")).Status, 400, 404);
            Assert.InRange((await _host.GetAsync($"/v2/models/{id}")).Status, 400, 404);
        }
    }

    [Fact]
    public async Task Slow_clients_hold_up_nobody()
    {
        var sockets = new List<Socket>();
        for (var i = 0; i < 50; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync("127.0.0.1", _host.Address.Port, TestContext.Current.CancellationToken);
            await socket.SendAsync("POST /moe/v1/infer HTTP/1.1\r\nHost: localhost\r\nContent-Le"u8.ToArray(), TestContext.Current.CancellationToken);
            sockets.Add(socket);
        }

        var reply = await _host.PostAsync("/moe/v1/infer", RunningHost.Body("aaa"));

        Assert.Equal(200, reply.Status);
        sockets.ForEach(socket => socket.Dispose());
    }

    private async Task<string> RawAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", _host.Address.Port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadLineAsync(TestContext.Current.CancellationToken) ?? "";
    }

    private static (int Status, string Code) Seen(Reply reply) => (reply.Status, reply.Code);
}
