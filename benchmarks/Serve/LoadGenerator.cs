using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MoECollab.Benchmarks.Serve;

/// <summary>Sends texts over so many connections at a time, each waiting for its answer before the next request, for a bounded time and count.</summary>
internal sealed class LoadGenerator
{
    /// <summary>Where texts go to.</summary>
    public const string Path = "/moe/v1/infer";

    private const int MostRequests = 400_000;

    private readonly byte[][] _requests;

    public LoadGenerator(IEnumerable<string> texts) => _requests = [.. texts.Select(Request)];

    /// <summary>The body for one text.</summary>
    public static string Body(string text) => JsonSerializer.Serialize(new { texts = (string[])[text], topK = 1 });

    /// <summary>Loads a server.</summary>
    /// <param name="server">The server.</param>
    /// <param name="connections">Connections at a time.</param>
    /// <param name="duration">How long; a request that has begun is finished.</param>
    public async Task<LoadResult> RunAsync(ServerProcess server, int connections, TimeSpan duration)
    {
        var open = new LoadConnection[connections];
        for (var i = 0; i < connections; i++)
            open[i] = await LoadConnection.OpenAsync(server.Port);
        var cpu = server.CpuSeconds;
        var began = Stopwatch.GetTimestamp();
        var until = began + (long)(duration.TotalSeconds * Stopwatch.Frequency);
        await Task.WhenAll(open.Select((connection, index) => Task.Run(() => connection.RunAsync(_requests, index * _requests.Length / connections, until, MostRequests / connections))));
        var wall = Stopwatch.GetElapsedTime(began).TotalSeconds;
        cpu = server.CpuSeconds - cpu;
        double[] latencies = [.. open.SelectMany(connection => connection.Milliseconds).Order()];
        foreach (var connection in open)
            connection.Dispose();
        return new LoadResult(latencies.Length, wall, cpu, latencies[latencies.Length / 2], latencies[(int)(latencies.Length * 0.99)]);
    }

    private static byte[] Request(string text)
    {
        var body = Body(text);
        return Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"POST {Path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"));
    }
}
