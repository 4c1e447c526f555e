using MoECollab.Errors;
using MoECollab.Host.Answering;
using MoECollab.Host.Breaking;
using MoECollab.Host.Generations;
using MoECollab.Host.Scheduling.Watching;
using MoECollab.Host.Seeing.Events;
using MoECollab.Loading;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.States;

namespace MoECollab.Host.Administering;

/// <summary>What an operator does to experts, under load: states are written, and a new generation follows.</summary>
internal sealed class ExpertLife(ServedHome served, BreakerBoard breakers, ExpertCalls calls, HostEvents events)
{
    private static readonly HashSet<string> None = [];

    /// <summary>Lets an expert take part again.</summary>
    public async Task EnableAsync(string id, string? version, string by, CancellationToken cancellation)
    {
        foreach (var package in Installed(id, version))
            served.States.Clear(package);
        breakers.Reset(id);
        calls.Admit(id);
        await served.SetRoutingAsync(id, isOut: false, cancellation);
        await served.ReloadAsync(None, cancellation);
        events.Publish("expert-enabled", id, $"By {by}.");
        if (Serving(id) is null)
            throw new MoECollabException("enable-failed", $"'{id}' is enabled, and cannot be loaded: {string.Join(" ", Packages(id).Select(package => $"{package.Package.Key} is {package.Status.State}. {package.Status.Reason}"))}");
    }

    /// <summary>Takes an expert out until its operator lets it back.</summary>
    /// <param name="id">The expert.</param>
    /// <param name="state">Disabled or Quarantined.</param>
    /// <param name="asked">Why, and which version; null for every one.</param>
    /// <param name="by">Who.</param>
    /// <param name="cancellation">Gives up waiting for an earlier change.</param>
    public async Task TakeOutAsync(string id, PackageState state, AdminRequest asked, string by, CancellationToken cancellation)
    {
        foreach (var package in Installed(id, asked.Version))
            served.States.Set(package, state, asked.Reason, by);
        await served.ReloadAsync(None, cancellation);
        events.Publish("expert-" + state.ToString().ToLowerInvariant(), id, $"By {by}. {asked.Reason}".TrimEnd());
    }

    /// <summary>Loads an expert anew beside what serves; where that fails, what serves goes on.</summary>
    /// <exception cref="MoECollabException">It could not be loaded (<c>reload-failed</c>).</exception>
    public async Task ReloadAsync(string id, string by, CancellationToken cancellation)
    {
        var keys = Installed(id).Select(package => package.Key).ToHashSet();
        var before = Serving(id);
        await served.ReloadAsync(keys, cancellation);
        var after = Serving(id);
        if (after is null || after == before)
        {
            var reason = after?.Status.Reason ?? string.Join(" ", Packages(id).Select(package => $"{package.Package.Key} is {package.Status.State}. {package.Status.Reason}"));
            if (after is null)
                events.Publish("reload-failed", id, reason);
            throw new MoECollabException("reload-failed", reason);
        }

        events.Publish("expert-reloaded", id, $"By {by}.");
    }

    /// <summary>Uses another installed version of an expert from now on.</summary>
    /// <param name="id">The expert.</param>
    /// <param name="version">Which; null for the next lower one, <c>latest</c> for the highest, now and later.</param>
    /// <param name="by">Who.</param>
    /// <param name="cancellation">Gives up waiting for an earlier change.</param>
    /// <exception cref="MoECollabException">There is no such version, or it could not be loaded; what served goes on.</exception>
    public async Task RollBackAsync(string id, string? version, string by, CancellationToken cancellation)
    {
        var versions = Installed(id);
        var current = Serving(id)?.Version;
        var wanted = version is null ? Lower(versions, current)
            : version == AdminRequest.Latest ? versions.Where(package => PackageNames.IsVersion(package.Version)).MaxBy(package => package.Version, Comparer<string>.Create(PackageNames.CompareVersions))
            : versions.FirstOrDefault(package => package.Version == version);
        if (wanted is null)
            throw new MoECollabException("version-not-found", $"'{id}' has {(version is null ? $"no version below {current ?? "what is served, which is none"}" : $"no version {version}")}; installed: {string.Join(", ", versions.Select(package => package.Version))}.");
        var before = served.States.Chosen(PackageRole.Expert, id);
        served.States.Choose(PackageRole.Expert, id, version == AdminRequest.Latest ? null : wanted.Version);
        await served.ReloadAsync(None, cancellation);
        if (Serving(id)?.Version != wanted.Version)
        {
            var reason = Packages(id).FirstOrDefault(package => package.Package.Key == wanted.Key)?.Status.Reason ?? Serving(id)?.Status.Reason ?? "";
            served.States.Choose(PackageRole.Expert, id, before);
            await served.ReloadAsync(None, cancellation);
            throw new MoECollabException("rollback-failed", $"Version {wanted.Version} of '{id}' cannot be served: {reason}");
        }

        events.Publish("expert-rolled-back", id, $"Version {wanted.Version} is used. By {by}.");
    }

    private static InstalledPackage? Lower(InstalledPackage[] versions, string? current) => current is null ? null : versions
        .Where(package => PackageNames.IsVersion(package.Version) && PackageNames.CompareVersions(package.Version, current) < 0)
        .Aggregate((InstalledPackage?)null, (best, next) => best is null || PackageNames.CompareVersions(next.Version, best.Version) > 0 ? next : best);

    private InstalledPackage[] Installed(string id)
    {
        if (!PackageNames.IsId(id))
            throw ProblemException.Invalid($"'{id}' is no expert's id; expected {PackageNames.IdRule}.");
        InstalledPackage[] found = [.. served.Home.Packages(PackageRole.Expert).Where(package => package.Id == id)];
        return found.Length > 0 ? found : throw new MoECollabException("expert-not-found", $"No expert is called '{id}'. Installed: {string.Join(", ", served.Home.Packages(PackageRole.Expert).Select(package => package.Id).Distinct())}.");
    }

    private InstalledPackage[] Installed(string id, string? version)
    {
        InstalledPackage[] found = [.. Installed(id).Where(package => version is null || package.Version == version)];
        return found.Length > 0 ? found : throw new MoECollabException("version-not-found", $"'{id}' has no version {version}; installed: {string.Join(", ", Installed(id).Select(package => package.Version))}.");
    }

    private IEnumerable<LoadedPackage> Packages(string id) => served.Current?.Home.Packages.Where(package => package.Package.Role == PackageRole.Expert && package.Id == id) ?? [];

    private LoadedPackage? Serving(string id) => Packages(id).FirstOrDefault(package => package.IsLoaded);
}
