using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MoECollab.Benchmarks.Serve;

/// <summary>One kept connection: writes prepared requests and reads just enough of each answer to know where it ends.</summary>
internal sealed class LoadConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _answer = new byte[64 << 10];

    private LoadConnection()
    {
    }

    /// <summary>How long each answer took.</summary>
    public List<double> Milliseconds { get; } = new(1 << 14);

    public static async Task<LoadConnection> OpenAsync(int port)
    {
        var connection = new LoadConnection();
        await connection._socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        return connection;
    }

    /// <summary>Sends requests one after the other.</summary>
    /// <param name="requests">All requests; taken in turn.</param>
    /// <param name="first">Where to begin.</param>
    /// <param name="until">When to end, as a time stamp.</param>
    /// <param name="most">How many at most.</param>
    public async Task RunAsync(byte[][] requests, int first, long until, int most)
    {
        for (var at = first; Milliseconds.Count < most; at++)
        {
            var began = Stopwatch.GetTimestamp();
            if (began >= until)
                return;
            await _socket.SendAsync(requests[at % requests.Length], SocketFlags.None);
            await ReadAsync();
            Milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task ReadAsync()
    {
        var have = 0;
        while (true)
        {
            var read = await _socket.ReceiveAsync(_answer.AsMemory(have), SocketFlags.None);
            if (read == 0)
                throw new InvalidOperationException($"The server closed the connection after {Encoding.UTF8.GetString(_answer, 0, have)}");
            have += read;
            if (IsWhole(_answer.AsSpan(0, have)))
                return;
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;
        if (!answer.StartsWith("HTTP/1.1 200"u8))
            throw new InvalidOperationException($"The server answered {Encoding.UTF8.GetString(answer)}");
        var head = answer[..(end + 2)];
        var length = head.IndexOf("ontent-length: "u8);
        if (length < 0)
            length = head.IndexOf("ontent-Length: "u8);
        if (length < 0)
            return answer.EndsWith("0\r\n\r\n"u8);
        return Utf8Parser.TryParse(head[(length + "ontent-length: ".Length)..], out int bytes, out _) && answer.Length >= end + 4 + bytes;
    }
}
