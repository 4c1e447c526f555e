using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using MoECollab.Errors;
using MoECollab.Host.Generations;
using MoECollab.Host.Scheduling;
using MoECollab.Host.Scheduling.Watching;
using MoECollab.Host.Seeing.Events;
using MoECollab.Inputs;
using MoECollab.Mixture.Mixing;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.States;

namespace MoECollab.Host.Breaking;

/// <summary>Takes experts out of routing when their breakers open, tries them again after a pause, and quarantines those that keep failing or do not return.</summary>
internal sealed partial class CircuitKeeper : IHangingExperts, IDisposable
{
    // What a half-open expert is tried on; nothing that a caller sent.
    private static readonly RawInput[] Probe = [new("The host tries this expert again.")];

    private readonly BreakerBoard _board;
    private readonly ServedHome _served;
    private readonly HostEvents _events;
    private readonly TimeProvider _time;
    private readonly ILogger<CircuitKeeper> _log;
    private readonly CancellationTokenSource _stopping = new();
    private Scheduler? _scheduler;
    private int _isDisposed;

    public CircuitKeeper(BreakerBoard board, ServedHome served, ExpertCalls calls, HostEvents events, TimeProvider time, ILogger<CircuitKeeper> log)
    {
        _board = board;
        _served = served;
        _events = events;
        _time = time;
        _log = log;
        board.Opened += expert => _ = KeepAsync(expert);
        served.Loaded += experts =>
        {
            foreach (var expert in experts)
            {
                board.Reset(expert);
                calls.Admit(expert);
            }
        };
    }

    /// <summary>Says where probes are submitted; before it, nothing can have opened.</summary>
    public void Attach(Scheduler scheduler) => _scheduler = scheduler;

    public async Task TakeOutAsync(string expert, TimeSpan limit, string thread)
    {
        await _served.SetRoutingAsync(expert, isOut: true, CancellationToken.None);
        _events.Publish("expert-hung", expert, $"It did not return within {limit.TotalMilliseconds:0} ms; its code is held by the thread '{thread}' until it does.");
        _ = QuarantineAsync(expert, $"It did not return within {limit.TotalMilliseconds:0} ms.");
    }

    public void Dispose()
    {
        // The container knows it under two names.
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
            return;
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private Task QuarantineAsync(string expert, string reason) => GuardedAsync(expert, async () =>
    {
        var package = _served.Current?.Home.Experts.FirstOrDefault(loaded => loaded.Id == expert)?.Package.Package;
        if (package is null || package.Role != PackageRole.Expert)
            return;
        _served.States.Set(package, PackageState.Quarantined, reason, "host");
        await _served.ReloadAsync(new HashSet<string>(), _stopping.Token);
        await _served.SetRoutingAsync(expert, isOut: false, _stopping.Token);
    });

    private Task KeepAsync(string expert) => GuardedAsync(expert, async () =>
    {
        await _served.SetRoutingAsync(expert, isOut: true, _stopping.Token);
        while (true)
        {
            var (pause, tooOften) = _board.PauseOf(expert);
            if (tooOften)
            {
                await QuarantineAsync(expert, $"It kept failing: {_board.FaultOf(expert)}.");
                return;
            }

            _events.Publish("breaker-open", expert, $"It is out of routing for {pause.TotalMilliseconds:0} ms: {_board.FaultOf(expert)}.");
            await Task.Delay(pause, _time, _stopping.Token);
            if (!_board.TryHalfOpen(expert))
                break;
            _events.Publish("breaker-half-open", expert, "It is tried again.");
            if (await FaultOfProbeAsync(expert) is not { } fault)
            {
                _board.TryClose(expert);
                _events.Publish("breaker-closed", expert, "It answers again and is back in routing.");
                break;
            }

            _board.TryReopen(expert, fault);
        }

        await _served.SetRoutingAsync(expert, isOut: false, _stopping.Token);
    });

    private async Task<string?> FaultOfProbeAsync(string expert)
    {
        try
        {
            var result = await _scheduler!.SubmitAsync(new WorkItem(Probe, MixtureRequest.Plain) { Expert = expert }, _stopping.Token);
            return result.Outcomes[0].Fault?.Message;
        }
        catch (MoECollabException fault)
        {
            return fault.Message;
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Nobody waits for this; what goes wrong is logged where it ends.")]
    private async Task GuardedAsync(string expert, Func<Task> change)
    {
        try
        {
            await change();
        }
        catch (Exception fault)
        {
            if (fault is not OperationCanceledException and not ObjectDisposedException)
                LogFailed(expert, fault);
        }
    }

    [LoggerMessage(EventId = 2010, Level = LogLevel.Error, Message = "Keeping {Expert} out of routing failed")]
    private partial void LogFailed(string expert, Exception fault);
}
