using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MoECollab.Host.Configuring;
using MoECollab.Host.Seeing.Events;

namespace MoECollab.Host.Generations.Watching;

/// <summary>
/// Makes changes of the home's folders take effect. A folder that still changes is left alone until it has been still for the delay, so that a
/// package which is being written is never seen half; until then no other change loads it either.
/// </summary>
internal sealed partial class HomeWatcher(ServedHome served, HostEvents events, IOptions<PluginsOptions> options, TimeProvider time, ILogger<HomeWatcher> log) : BackgroundService
{
    // Also without a notice: file systems of other machines send none, and a queue of notices can run over.
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _noticed = new(0, 1);
    private Dictionary<string, string> _applied = [];

    public override void Dispose()
    {
        base.Dispose();
        _noticed.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Watch)
            return;
        await Task.Yield();
        _applied = FolderSignatures.Of(served.Home);
        using var watcher = Watch();
        while (served.Current is null)
            await Task.Delay(TimeSpan.FromMilliseconds(20), time, stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            await _noticed.WaitAsync(LookAnyway, stoppingToken);
            await SettleAsync(stoppingToken);
        }
    }

    private FileSystemWatcher? Watch()
    {
        try
        {
            var watcher = new FileSystemWatcher(served.Home.Root) { IncludeSubdirectories = true, InternalBufferSize = 64 << 10 };
            watcher.Changed += (_, change) => Notice(change.Name);
            watcher.Created += (_, change) => Notice(change.Name);
            watcher.Deleted += (_, change) => Notice(change.Name);
            watcher.Renamed += (_, change) => Notice(change.Name);
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (IOException fault)
        {
            LogNoNotices(fault.Message);
            return null;
        }
    }

    private void Notice(string? name)
    {
        // What the host itself writes at the top of the home.
        if (name is null || (!name.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) && name != FolderSignatures.Mixture) || _noticed.CurrentCount > 0)
            return;
        try
        {
            _noticed.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another notice came first; one is enough.
        }
    }

    private async Task SettleAsync(CancellationToken stopping)
    {
        var before = FolderSignatures.Of(served.Home);
        while (true)
        {
            var unsettled = Differences(before, _applied);
            if (unsettled.Count == 0)
            {
                served.Unsettled = unsettled;
                return;
            }

            // Whatever changed might be changing still; nobody loads it until it has been looked at twice.
            served.Unsettled = unsettled;
            await Task.Delay(TimeSpan.FromMilliseconds(options.Value.WatchDelayMilliseconds), time, stopping);
            var now = FolderSignatures.Of(served.Home);
            var moving = Differences(before, now);
            served.Unsettled = moving;
            var settled = unsettled.Where(key => !moving.Contains(key)).ToHashSet(StringComparer.Ordinal);
            if (settled.Count > 0)
                await ApplyAsync(settled, now, stopping);
            before = now;
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "A change that cannot be applied is said, and watching goes on.")]
    private async Task ApplyAsync(HashSet<string> settled, Dictionary<string, string> now, CancellationToken stopping)
    {
        foreach (var key in settled)
        {
            if (now.TryGetValue(key, out var signature))
                _applied[key] = signature;
            else
                _applied.Remove(key);
        }

        try
        {
            await served.ReloadAsync(settled, stopping);
            events.Publish("home-changed", "", $"Changed: {string.Join(", ", settled.Order(StringComparer.Ordinal))}.");
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            events.Publish("reload-failed", "", fault.Message);
        }
    }

    private static HashSet<string> Differences(Dictionary<string, string> one, Dictionary<string, string> other) =>
        [.. one.Keys.Union(other.Keys).Where(key => one.GetValueOrDefault(key) != other.GetValueOrDefault(key))];

    [LoggerMessage(EventId = 2020, Level = LogLevel.Warning, Message = "The home's folders send no notices ({Fault}); they are looked at every ten seconds")]
    private partial void LogNoNotices(string fault);
}
