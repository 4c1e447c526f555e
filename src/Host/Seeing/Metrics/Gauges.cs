using MoECollab.Host.Administering;
using MoECollab.Host.Generations;
using MoECollab.Host.Scheduling;

namespace MoECollab.Host.Seeing.Metrics;

/// <summary>Sets the gauges to what is now, before somebody reads them; what was removed is gone from them.</summary>
internal sealed class Gauges(HostMetrics metrics, Scheduler scheduler, ServedHome served, ExpertViews views, RecentTraffic recent)
{
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
}
