using Microsoft.Extensions.Hosting;
using MoECollab.Host.Administering;
using MoECollab.Host.Generations;
using MoECollab.Host.Scheduling;

namespace MoECollab.Host.Seeing.Metrics;

/// <summary>Sets the gauges to what is now, before somebody reads them; what was removed is gone from them.</summary>
internal sealed class Gauges(HostMetrics metrics, Scheduler scheduler, ServedHome served, ExpertViews views, RecentTraffic recent, TimeProvider time) : IHostedService
{
    // A listener reads one instrument after the other: they are set once for all of them.
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(100);

    private long _refreshed;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        metrics.BeforeReading = RefreshOld;
        return Task.CompletedTask;
    }

    // The home is let go of next: who reads later is told what was now.
    public Task StopAsync(CancellationToken cancellationToken)
    {
        metrics.BeforeReading = null;
        Refresh();
        return Task.CompletedTask;
    }

    public void Refresh()
    {
        var (all, traffic) = (views.All, recent.Now);
        var loaded = all.Where(view => view.Loaded).ToList();
        metrics.QueueLength.Set(scheduler.QueueLength);
        metrics.ExpertState.Replace(all.Select(view => (new LabelValues(view.Id, view.Version, view.State), 1.0)));
        metrics.ExpertLoaded.Replace(loaded.Select(view => (new LabelValues(view.Id, view.Version, view.Device ?? ""), 1.0)));
        metrics.ExpertMemory.Replace(loaded.Select(view => (new LabelValues(view.Id, view.Version, view.Device ?? ""), (double)(view.WeightBytes ?? 0))));
        metrics.UtilizationShare.Replace(loaded.Select(view => (new LabelValues(view.Id, "", ""), traffic.ShareOf(view.Id))));
        if (served.Current is not { Snapshot: { } snapshot } generation)
            return;
        metrics.BalanceDivergence.Replace([(new LabelValues(generation.GateName, "", ""), traffic.Divergence([.. snapshot.Experts.Select(expert => expert.Id)]))]);
        metrics.GateDrift.Replace([(new LabelValues(generation.GateName, "", ""), traffic.Drift())]);
        metrics.KeepExperts(all.Select(view => view.Id).ToHashSet(StringComparer.Ordinal));
    }

    private void RefreshOld()
    {
        if (_refreshed != 0 && time.GetElapsedTime(Interlocked.Read(ref _refreshed)) < Fresh)
            return;
        Interlocked.Exchange(ref _refreshed, time.GetTimestamp());
        Refresh();
    }
}
