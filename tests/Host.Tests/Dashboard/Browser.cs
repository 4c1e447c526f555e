using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MoECollab.Host.Tests.Dashboard;

/// <summary>A headless Chromium that is driven over its debugging protocol.</summary>
internal sealed class Browser : IAsyncDisposable
{
    public const string Program = "/usr/bin/chromium";

    private readonly Process _process;
    private readonly ClientWebSocket _socket = new();
    private int _calls;

    private Browser(Process process) => _process = process;

    public static async Task<Browser> OpenAsync(Uri page, string profile)
    {
        string[] arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--remote-debugging-port=0", "--remote-allow-origins=*", $"--user-data-dir={profile}", "about:blank"];
        var browser = new Browser(Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!);
        var port = "";
        while (port.Length == 0 && await browser._process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            port = Regex.Match(line, "DevTools listening on ws://127.0.0.1:([0-9]+)/").Groups[1].Value;
        _ = browser._process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient();
        using var made = await http.PutAsync($"http://127.0.0.1:{port}/json/new?about:blank", null, TestContext.Current.CancellationToken);
        var target = JsonNode.Parse(await made.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        await browser._socket.ConnectAsync(new Uri((string)target["webSocketDebuggerUrl"]!), TestContext.Current.CancellationToken);
        await browser.CallAsync("Page.enable");
        await browser.CallAsync("Page.navigate", new JsonObject { ["url"] = page.ToString() });
        return browser;
    }

    /// <summary>The value of an expression on the page.</summary>
    public async Task<JsonNode?> EvaluateAsync(string expression)
    {
        var reply = await CallAsync("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true });
        return reply["result"]?["value"];
    }

    public Task<JsonNode> CallAsync(string method) => CallAsync(method, []);

    public async Task<JsonNode> CallAsync(string method, JsonObject parameters)
    {
        var id = ++_calls;
        var call = JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters });
        await _socket.SendAsync(call, WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);
        while (true)
        {
            var reply = await ReceiveAsync();
            if ((int?)reply["id"] == id)
                return reply["result"] ?? throw new InvalidOperationException(reply.ToJsonString());
        }
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<JsonNode> ReceiveAsync()
    {
        using var text = new MemoryStream();
        var buffer = new byte[1 << 16];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer.AsMemory(), TestContext.Current.CancellationToken);
            await text.WriteAsync(buffer.AsMemory(0, part.Count), TestContext.Current.CancellationToken);
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(text.ToArray())!;
    }
}
