using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MoECollab.Errors;
using MoECollab.Host.Breaking;
using MoECollab.Host.Configuring;
using MoECollab.Host.Generations;
using MoECollab.Host.Readiness;
using MoECollab.Host.Scheduling;
using MoECollab.Host.Seeing.Events;
using MoECollab.Inputs;
using MoECollab.Mixture.Mixing;

namespace MoECollab.Host.Running;

/// <summary>
/// The order of starting and stopping. Starting: listen, so that liveness can be asked; load; run the path that requests take; ready. Stopping:
/// unready at once; refuse what comes; answer what was accepted; stop listening; let go of the home.
/// </summary>
internal sealed partial class HomeLifetime : IHostedLifecycleService, IDisposable
{
    private const int WarmUpRounds = 8;
    private static readonly TimeSpan LongEnough = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(5);

    private readonly ServedHome _served;
    private readonly Scheduler _scheduler;
    private readonly ReadinessChecks _readiness;
    private readonly HostEvents _events;
    private readonly TimeSpan _drain;
    private readonly ILogger<HomeLifetime> _log;
    private readonly CancellationTokenSource _stopping = new();
    private Task _starting = Task.CompletedTask;

    public HomeLifetime(ServedHome served, Scheduler scheduler, CircuitKeeper keeper, ReadinessChecks readiness, HostEvents events, IOptions<ReliabilityOptions> options, ILogger<HomeLifetime> log)
    {
        _served = served;
        _scheduler = scheduler;
        _readiness = readiness;
        _events = events;
        _drain = TimeSpan.FromSeconds(options.Value.DrainSeconds);
        _log = log;
        keeper.Attach(scheduler);
    }

    /// <summary>Completes when the home is loaded and warm, or could not be.</summary>
    public Task Starting => _starting;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _scheduler.Start();
        _starting = LoadAsync();
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _readiness.Stopping();
        _events.Publish("stopping", "", $"{_scheduler.Accepted} accepted requests are answered first.");
        await _stopping.CancelAsync();
        _scheduler.Drain();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_drain);
        while (_scheduler.Accepted > 0 && !limit.IsCancellationRequested)
            await Task.Delay(LookAgain, CancellationToken.None);
        if (_scheduler.Accepted == 0)
            return;
        LogLeft(_scheduler.Accepted);
        _scheduler.Dismiss();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        await _scheduler.DisposeAsync();
        await _served.DisposeAsync();
    }

    public void Dispose() => _stopping.Dispose();

    [SuppressMessage("Design", "CA1031", Justification = "The host stays up and says in its readiness why it is not ready.")]
    private async Task LoadAsync()
    {
        try
        {
            _served.Starts.Begin();
            if (_served.Starts.SafeModeReason is { } reason)
                _events.Publish("safe-mode", "", reason);
            await _served.StartAsync(_stopping.Token);
            await WarmUpAsync();
            _served.Starts.Succeed();
            _readiness.Warmed();
            var experts = _served.Current?.Snapshot?.Experts.Count ?? 0;
            _events.Publish(_readiness.IsReady ? "ready" : "not-ready", "", _readiness.IsReady ? $"{experts} experts answer." : string.Join(" ", _readiness.All.Select(check => check.Fault).OfType<string>()));
        }
        catch (Exception fault)
        {
            // Told to stop, or a fault that is said: neither is a death.
            _served.Starts.Succeed();
            if (fault is not OperationCanceledException)
            {
                LogFailed(fault);
                _events.Publish("start-failed", "", fault.Message);
            }
        }
    }

    // One text, and batches: each takes another way through the mixture.
    private async Task WarmUpAsync()
    {
        if (_served.Current?.Fault is not null)
            return;
        RawInput[] one = [new("The host warms up before it says that it is ready.")];
        RawInput[] several = [.. Enumerable.Range(0, WarmUpRounds).Select(number => new RawInput($"Warm-up text {number}."))];
        try
        {
            var clock = System.Diagnostics.Stopwatch.StartNew();
            for (var round = 0; round < WarmUpRounds && clock.Elapsed < LongEnough; round++)
            {
                await _scheduler.SubmitAsync(new WorkItem(one, MixtureRequest.Plain) { IsOwn = true }, _stopping.Token);
                await _scheduler.SubmitAsync(new WorkItem(several, MixtureRequest.Plain) { IsOwn = true }, _stopping.Token);
            }
        }
        catch (MoECollabException fault)
        {
            // A failing expert is its breaker's business.
            _events.Publish("warm-up-failed", "", fault.Message);
        }
    }

    [LoggerMessage(EventId = 1002, Level = LogLevel.Warning, Message = "{Left} accepted requests were not answered in time")]
    private partial void LogLeft(int left);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Error, Message = "The home could not be loaded")]
    private partial void LogFailed(Exception fault);
}
