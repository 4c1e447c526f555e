using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MoECollab.Errors;
using MoECollab.Host.Budget;
using MoECollab.Host.Configuring;
using MoECollab.Host.Seeing.Events;
using MoECollab.Host.Seeing.Metrics;
using MoECollab.Loading;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.States;

namespace MoECollab.Host.Generations;

/// <summary>The home that is served: its current generation, and the one place where a generation follows another. Changes come one after the other; requests never wait for them.</summary>
internal sealed class ServedHome : IAsyncDisposable
{
    private readonly SemaphoreSlim _changing = new(1, 1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly HomeLoader _loader;
    private readonly GenerationBuilder _builder;
    private readonly Retirement _retirement;
    private readonly HostEvents _events;
    private readonly HostMetrics _metrics;
    private readonly ExpertPlacement _placement;
    private readonly HashSet<string> _out = new(StringComparer.Ordinal);
    private Generation? _current;
    private int _isDisposed;

    public ServedHome(HostStart start, GenerationBuilder builder, Retirement retirement, ExpertPlacement placement, HostEvents events, HostMetrics metrics, IOptions<PluginsOptions> options, TimeProvider time, ILoggerFactory logs)
    {
        Home = new Home(start.Home);
        Starts = new StartMarks(Home);
        _builder = builder;
        _retirement = retirement;
        _events = events;
        _metrics = metrics;
        _placement = placement;
        _loader = new HomeLoader(new LoadOptions
        {
            Device = start.Device,
            BuiltInKinds = start.BuiltInKinds,
            BuiltInEncoders = start.BuiltInEncoders,
            CreationLimit = TimeSpan.FromMilliseconds(options.Value.CreationLimitMilliseconds),
            FilesOf = placement.FilesOf,
            PlaceExpert = placement.Place,
            PlaceEncoder = (_, encoder) => placement.Reserve("encoder", encoder),
            LoggerFactory = logs,
            TimeProvider = time,
            CodeKeptOut = Starts.SafeModeReason,
            Cancellation = _stopping.Token,
        });
    }

    public Home Home { get; }

    /// <summary>How the last starts went, and whether this one is in safe mode.</summary>
    public StartMarks Starts { get; }

    /// <summary>The current generation; null until it is loaded.</summary>
    public Generation? Current => Volatile.Read(ref _current);

    /// <summary>Keys of packages that are being written: not loaded by any change until they are settled.</summary>
    public IReadOnlySet<string> Unsettled { get; set; } = new HashSet<string>();

    /// <summary>Raised with the ids of experts that were loaded anew.</summary>
    public event Action<IReadOnlyList<string>>? Loaded;

    /// <summary>Enters the current generation, whichever that is; the caller leaves it.</summary>
    /// <exception cref="MoECollabException">Nothing is loaded yet (<c>not-ready</c>).</exception>
    public Generation Enter()
    {
        while (true)
        {
            var current = Current ?? throw new MoECollabException("not-ready", "The host is still loading its packages; ask /readyz?verbose.");
            if (current.TryEnter())
                return current;
        }
    }

    /// <summary>Loads the home. What is broken ends in a state; the host starts all the same.</summary>
    public Task StartAsync(CancellationToken cancellation) => ChangeAsync(() =>
    {
        var loaded = _loader.Load(Home);
        _placement.Keep(loaded.States.Pinned);
        Switch(Built(1, loaded), loaded);
        return [];
    }, cancellation);

    /// <summary>Loads what changed in the home's folders and states, and, whether changed or not, the packages named.</summary>
    /// <param name="again">Keys of packages (<c>experts/ID/VERSION</c>).</param>
    /// <param name="cancellation">Gives up waiting for an earlier change.</param>
    /// <returns>Every package as it is now.</returns>
    public Task<IReadOnlyList<LoadedPackage>> ReloadAsync(IReadOnlySet<string> again, CancellationToken cancellation) => ChangeAsync(() =>
    {
        var before = Current!.Home;
        var reasons = before.Packages.ToDictionary(package => package, package => package.Status.Reason);
        var loaded = _loader.Reload(before, again, Unsettled);
        if (loaded.Encoder?.Description.Fingerprint != before.Encoder?.Description.Fingerprint && before.Encoder is not null)
        {
            // Another encoder: what an expert was made for has changed, so all of them are made anew.
            ReleaseNew(loaded, before);
            loaded = _loader.Reload(before, before.Packages.Select(package => package.Package.Key).ToHashSet(), Unsettled);
        }

        try
        {
            // What answers must not be lost to a gate that does not fit; where nothing answers, there is nothing to lose.
            var next = Current!.Fault is null ? _builder.Build(Current.Number + 1, loaded, Outside()) : Built(Current.Number + 1, loaded);
            Switch(next, loaded);
        }
        catch (MoECollabException)
        {
            ReleaseNew(loaded, before);
            throw;
        }

        TellFailed(loaded.Packages.Where(package => package.IsLoaded && reasons.TryGetValue(package, out var reason) && (reason != package.Status.Reason || again.Contains(package.Package.Key))));
        return loaded.Packages;
    }, cancellation);

    /// <summary>Takes an expert out of routing, or back into it, without loading anything.</summary>
    public Task SetRoutingAsync(string expert, bool isOut, CancellationToken cancellation) => ChangeAsync(() =>
    {
        var changed = isOut ? _out.Add(expert) : _out.Remove(expert);
        if (changed && Current is { } current)
            Switch(Built(current.Number + 1, current.Home), current.Home);
        return [];
    }, cancellation);

    /// <summary>Writes what an operator decided, or the host found, of a package.</summary>
    /// <exception cref="MoECollabException">Nothing is loaded yet.</exception>
    public PackageStates States => (Current ?? throw new MoECollabException("not-ready", "The host is still loading its packages.")).Home.States;

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
            return;
        await _stopping.CancelAsync();
        await _changing.WaitAsync();
        if (Interlocked.Exchange(ref _current, null) is { } last)
            await _retirement.FinishAsync(last);
        _changing.Dispose();
        _stopping.Dispose();
    }

    private async Task<IReadOnlyList<LoadedPackage>> ChangeAsync(Func<IReadOnlyList<LoadedPackage>> change, CancellationToken cancellation)
    {
        await _changing.WaitAsync(cancellation);
        try
        {
            return await Task.Run(change, CancellationToken.None);
        }
        finally
        {
            _changing.Release();
        }
    }

    private HashSet<string> Outside() => [.. _out];

    [SuppressMessage("Design", "CA1031", Justification = "A gate that does not fit must not keep the host from starting; it says why and stays unready.")]
    private Generation Built(long number, LoadedHome loaded)
    {
        try
        {
            return _builder.Build(number, loaded, Outside());
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            _events.Publish("gate-failed", "", fault.Message);
            return _builder.Silent(number, loaded, fault.Message);
        }
    }

    private void Switch(Generation next, LoadedHome loaded)
    {
        var before = Interlocked.Exchange(ref _current, next);
        var anew = loaded.Packages.Where(package => before is null || !before.Home.Packages.Contains(package)).ToList();
        if ((before is null || before.Home != loaded) && Starts.SafeModeReason is null)
            loaded.RecordStates();
        foreach (var package in anew)
        {
            _events.Publish("package-" + package.Status.State.ToString().ToLowerInvariant(), package.Package.Key, package.Status.Reason);
            if (package.IsLoaded)
                _metrics.PluginLoadDuration.Observe(package.LoadTime.TotalSeconds, package.Id);
            else if (package.Status.State is PackageState.Malfunctioned or PackageState.NotSupported)
                _metrics.PluginLoadFailed.Add(1, package.Id);
        }

        Loaded?.Invoke([.. anew.Where(package => package.IsLoaded).Select(package => package.Id)]);
        if (before is null)
            return;
        _retirement.Retire(before, [.. before.Home.Packages.Where(package => package.IsLoaded && !loaded.Packages.Contains(package))]);
    }

    // Their successors failed, so they serve on: their reason says why.
    private void TellFailed(IEnumerable<LoadedPackage> servingOn)
    {
        foreach (var package in servingOn)
        {
            _metrics.PluginLoadFailed.Add(1, package.Id);
            _events.Publish("reload-failed", package.Id, package.Status.Reason);
        }
    }

    private static void ReleaseNew(LoadedHome loaded, LoadedHome before)
    {
        foreach (var package in loaded.Packages.Where(package => package.IsLoaded && !before.Packages.Contains(package)))
            package.Unload();
    }
}
