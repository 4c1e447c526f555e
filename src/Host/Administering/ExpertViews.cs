using MoECollab.Host.Breaking;
using MoECollab.Host.Generations;
using MoECollab.Host.Seeing.Metrics;
using MoECollab.Loading;
using MoECollab.Outputs;
using MoECollab.Packaging.Homes;

namespace MoECollab.Host.Administering;

/// <summary>Shows the experts of the current generation.</summary>
internal sealed class ExpertViews(HostStart start, ServedHome served, BreakerBoard breakers, HostMetrics metrics, RecentTraffic recent)
{
    /// <summary>Every package of an expert, by id and version.</summary>
    public IReadOnlyList<ExpertView> All
    {
        get
        {
            if (served.Current is not { } generation)
                return [];
            var traffic = recent.Now;
            return [.. generation.Home.Packages.Where(package => package.Package.Role == PackageRole.Expert).Select(package => Of(generation, package, traffic))];
        }
    }

    private ExpertView Of(Generation generation, LoadedPackage package, Traffic traffic)
    {
        var expert = package.IsLoaded ? generation.Home.Experts.FirstOrDefault(loaded => loaded.Package == package) : null;
        var (count, sum) = metrics.ExpertDuration.Total(package.Id, package.Version);
        return new ExpertView
        {
            Id = package.Id,
            Version = package.Version,
            State = package.Status.State.ToString(),
            Reason = package.Status.Reason,
            Since = package.Status.Since,
            By = package.Status.By,
            Loaded = expert is not null,
            Routing = expert is not null && !generation.Out.Contains(package.Id) ? "in" : "out",
            Breaker = breakers.StateOf(package.Id).ToString(),
            LastFault = breakers.FaultOf(package.Id),
            Device = expert is null ? null : start.Device.ToString(),
            WeightBytes = expert?.Descriptor.WeightBytes,
            Description = package.Manifest?.Description ?? "",
            Domains = expert?.Descriptor.Domains ?? [],
            Labels = expert?.Descriptor.Output is ClassSpace classes ? classes.Labels : [],
            Requests = metrics.ExpertRequests.Get(package.Id, package.Version, "ok"),
            Failures = metrics.ExpertRequests.Get(package.Id, "", "error") + metrics.ExpertRequests.Get(package.Id, "", "timeout"),
            Share = expert is null ? 0 : traffic.ShareOf(package.Id),
            MeanMilliseconds = count == 0 ? 0 : 1000 * sum / count,
        };
    }
}
