using System.Globalization;
using Microsoft.Extensions.Hosting;
using MoECollab.Host.Generations;
using MoECollab.Host.Readiness;
using MoECollab.Host.Scheduling;

namespace MoECollab.Host.Systemd;

/// <summary>
/// Type=notify: READY when the host is ready for the first time, STATUS when it changes, RELOADING while a new generation takes over, WATCHDOG at a third of its interval as long
/// as the scheduler's watch goes round, STOPPING at the first sign of the end.
/// </summary>
internal sealed class SystemdNotifier(NotifySocket socket, ReadinessChecks readiness, Scheduler scheduler, ServedHome served, TimeProvider time) : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private bool _wasReady;
    private string _status = "";
    private long _generation;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        socket.Send("STOPPING=1\nSTATUS=Stopping: answering what was accepted");
        return Task.CompletedTask;
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!socket.IsThere)
            return;
        await Task.Yield();
        var beaten = time.GetTimestamp();
        using var timer = new PeriodicTimer(Look, time);
        while (!readiness.IsStopping && await timer.WaitForNextTickAsync(stoppingToken))
        {
            Tell();
            var now = time.GetTimestamp();
            if (socket.Watchdog == TimeSpan.Zero || time.GetElapsedTime(beaten, now) < socket.Watchdog / 3 || !scheduler.IsBeating)
                continue;
            beaten = now;
            socket.Send("WATCHDOG=1");
        }
    }

    private void Tell()
    {
        var isReady = readiness.IsReady;
        if (isReady && !_wasReady)
        {
            _wasReady = true;
            socket.Send($"READY=1\nMAINPID={Environment.ProcessId}");
        }

        var generation = served.Current?.Number ?? 0;
        if (_wasReady && generation != _generation && _generation > 0)
        {
            // The switch is over by the time it is seen; systemd wants both, in this order.
            var now = (long)(time.GetTimestamp() * (1_000_000.0 / time.TimestampFrequency));
            socket.Send(string.Create(CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={now}"));
            socket.Send("READY=1");
        }

        _generation = generation;
        var status = isReady
            ? $"Serving {served.Current?.Snapshot?.Experts.Count ?? 0} experts, generation {generation}"
            : string.Join(" ", readiness.All.Select(check => check.Fault).OfType<string>());
        if (status == _status)
            return;
        _status = status;
        socket.Send("STATUS=" + status.ReplaceLineEndings(" "));
    }
}
