using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace MoECollab.Host.Systemd;

/// <summary>Tells systemd what the service does (sd_notify): a datagram to the socket that <c>$NOTIFY_SOCKET</c> names. Does nothing where there is none.</summary>
internal sealed class NotifySocket : IDisposable
{
    private readonly Socket? _socket;
    private readonly UnixDomainSocketEndPoint? _address;

    /// <param name="path">What <c>$NOTIFY_SOCKET</c> holds; an abstract address begins with <c>@</c>. Null or empty: nobody listens.</param>
    /// <param name="watchdog">How long systemd waits for a sign of life; zero: it wants none.</param>
    public NotifySocket(string? path, TimeSpan watchdog = default)
    {
        Watchdog = watchdog;
        if (string.IsNullOrEmpty(path))
            return;
        _address = new UnixDomainSocketEndPoint(path[0] == '@' ? '\0' + path[1..] : path);
        _socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
    }

    /// <summary>How long systemd waits for a sign of life before it restarts the service; zero: it wants none.</summary>
    public TimeSpan Watchdog { get; }

    /// <summary>What the environment says: <c>$NOTIFY_SOCKET</c> and <c>$WATCHDOG_USEC</c>.</summary>
    public static NotifySocket OfEnvironment() => new(
        Environment.GetEnvironmentVariable("NOTIFY_SOCKET"),
        TimeSpan.FromMicroseconds(long.TryParse(Environment.GetEnvironmentVariable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) ? microseconds : 0));

    /// <summary>Whether somebody listens.</summary>
    public bool IsThere => _socket is not null;

    /// <summary>Sends variables, one a line, such as <c>READY=1</c>.</summary>
    public void Send(string state)
    {
        if (_socket is null)
            return;
        try
        {
            _socket.SendTo(Encoding.UTF8.GetBytes(state), _address!);
        }
        catch (SocketException)
        {
            // The service manager is gone or busy: the service goes on, and it looks at the process itself.
        }
    }

    public void Dispose() => _socket?.Dispose();
}
