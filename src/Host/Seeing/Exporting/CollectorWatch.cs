using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace MoECollab.Host.Seeing.Exporting;

/// <summary>Says in the log when a collector does not take what is sent, and when it does again; sends what is left when everything else has stopped.</summary>
internal sealed partial class CollectorWatch(MeterProvider meters, TracerProvider traces, ILogger<CollectorWatch> log) : IHostedService, IDisposable
{
    private const int TimeoutMilliseconds = 3000;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _lost = new(StringComparer.Ordinal);
    private ExportListener? _listener;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener = new ExportListener(Lost, Found);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            meters.ForceFlush(TimeoutMilliseconds);
            traces.ForceFlush(TimeoutMilliseconds);
        },
        CancellationToken.None);

    public void Dispose() => _listener?.Dispose();

    // Once for each address: what cannot be sent is tried again every second.
    private void Lost(string address, string reason)
    {
        lock (_gate)
        {
            if (!_lost.Add(address))
                return;
        }

        LogLost(address, reason);
    }

    private void Found(string address)
    {
        lock (_gate)
        {
            if (!_lost.Remove(address))
                return;
        }

        LogFound(address);
    }

    [LoggerMessage(EventId = 1004, Level = LogLevel.Warning, Message = "The collector at {Address} does not take what is sent to it; counts go on and are sent when it does. {Reason}")]
    private partial void LogLost(string address, string reason);

    [LoggerMessage(EventId = 1005, Level = LogLevel.Information, Message = "The collector at {Address} takes what is sent to it again")]
    private partial void LogFound(string address);
}
