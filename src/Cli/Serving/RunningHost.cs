using MoECollab.Errors;
using MoECollab.Host.Calling;
using MoECollab.Packaging.Homes;

namespace MoECollab.Cli.Serving;

/// <summary>The host that serves a home right now. It keeps states in memory, so what an operator decides goes through it and not past it.</summary>
internal static class RunningHost
{
    /// <summary>Has the host change experts; false where no host serves the home, and the files may be changed.</summary>
    /// <param name="home">The home.</param>
    /// <param name="packages">The packages that the operator named.</param>
    /// <param name="verb">enable, disable, quarantine, reload, rollback.</param>
    /// <param name="change">Reason and version.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="MoECollabException">The host refused; or a package is none of an expert, which a running host does not change.</exception>
    public static async Task<bool> TryChangeAsync(Home home, IReadOnlyList<InstalledPackage> packages, string verb, HostChange change, CancellationToken cancellation)
    {
        if (!HostClient.IsRunning(home.Root))
            return false;
        if (packages.FirstOrDefault(package => package.Role != PackageRole.Expert) is { } other)
            throw new MoECollabException("host-running", $"A host serves {home.Root}; it changes experts only, and {other.Key} is none. Stop the host first.");
        using var http = HostClient.OverSocket(home.Root);
        foreach (var id in packages.Select(package => package.Id).Distinct())
            await new HostClient(http).ChangeAsync(id, verb, change, cancellation);
        return true;
    }

    /// <summary>Has the host route by a gate; false where no host serves the home.</summary>
    public static async Task<bool> TryActivateAsync(Home home, string gate, CancellationToken cancellation)
    {
        if (!HostClient.IsRunning(home.Root))
            return false;
        using var http = HostClient.OverSocket(home.Root);
        await new HostClient(http).ActivateGateAsync(gate, cancellation);
        return true;
    }
}
