using System.Globalization;
using MoECollab.Host.Budget;
using MoECollab.Host.Seeing.Events;
using MoECollab.Host.Seeing.Metrics;
using MoECollab.Loading;

namespace MoECollab.Host.Generations;

/// <summary>Sees retired generations off: when the last request has left them and all older ones, what they alone had is unloaded and reported.</summary>
internal sealed class Retirement(ExpertPlacement placement, HostEvents events, HostMetrics metrics)
{
    private readonly Lock _gate = new();
    private Task _older = Task.CompletedTask;

    /// <summary>Retires a generation.</summary>
    /// <param name="generation">No longer the current one.</param>
    /// <param name="packages">What its successor has not.</param>
    public void Retire(Generation generation, IReadOnlyList<LoadedPackage> packages)
    {
        generation.Retire();
        lock (_gate)
            _older = SeeOffAsync(_older, generation, packages);
    }

    /// <summary>Retires the last generation and everything it has.</summary>
    public async Task FinishAsync(Generation last)
    {
        last.Retire();
        Task older;
        lock (_gate)
            older = _older;
        // A thread that hangs in a package never leaves its generation; the process ends without it.
        var all = Task.WhenAll(older, last.Drained);
        await Task.WhenAny(all, Task.Delay(TimeSpan.FromSeconds(1)));
        if (!all.IsCompleted)
            return;
        last.Clear();
        last.Home.Dispose();
    }

    private async Task SeeOffAsync(Task older, Generation generation, IReadOnlyList<LoadedPackage> packages)
    {
        await older;
        await generation.Drained;
        // Off whichever thread was the last to leave.
        await Task.Run(() =>
        {
            generation.Clear();
            foreach (var package in packages)
            {
                var bytes = placement.BytesOf(generation.Home, package);
                var result = package.Unload();
                if (result.Collected)
                {
                    events.Publish("package-unloaded", package.Package.Key, string.Create(CultureInfo.InvariantCulture, $"{result.Reason} {bytes:N0} bytes of weights are free."));
                    continue;
                }

                metrics.UnloadPinned.Add(1, package.Id);
                events.Publish("package-pinned", package.Package.Key, result.Reason);
            }
        });
    }
}
