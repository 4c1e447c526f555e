using MoECollab.Errors;
using MoECollab.Host.Generations;
using MoECollab.Host.Seeing.Events;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Mixtures;

namespace MoECollab.Host.Administering;

/// <summary>Which trained gate routes.</summary>
internal sealed class GateLife(ServedHome served, HostEvents events)
{
    private static readonly HashSet<string> None = [];

    /// <summary>Routes by another gate from now on; where it does not fit, the one before goes on.</summary>
    /// <param name="name"><c>id</c> of a gate with one version, or <c>id@version</c>.</param>
    /// <param name="by">Who.</param>
    /// <param name="cancellation">Gives up waiting for an earlier change.</param>
    public async Task ActivateAsync(string name, string by, CancellationToken cancellation)
    {
        var gate = Find(name);
        var before = File.Exists(served.Home.MixturePath) ? MixtureConfiguration.Read(served.Home) : new MixtureConfiguration();
        (before with { Gate = $"{gate.Id}@{gate.Version}" }).Write(served.Home);
        try
        {
            await served.ReloadAsync(None, cancellation);
        }
        catch (MoECollabException fault)
        {
            before.Write(served.Home);
            throw new MoECollabException("gate-refused", $"The gate {gate.Id}@{gate.Version} cannot route this home: {fault.Message} {before.Gate ?? "The untrained one"} goes on.", fault);
        }

        events.Publish("gate-activated", $"{gate.Id}@{gate.Version}", $"Instead of {before.Gate ?? "the untrained one"}. By {by}.");
    }

    private InstalledPackage Find(string name)
    {
        var gates = served.Home.Packages(PackageRole.Gate);
        var found = gates.Where(gate => name == gate.Id || name == $"{gate.Id}@{gate.Version}").ToList();
        return found switch
        {
            [var only] => only,
            [] => throw new MoECollabException("gate-not-found", $"No trained gate is called '{name}'. Installed: {string.Join(", ", gates.Select(gate => $"{gate.Id}@{gate.Version}"))}."),
            _ => throw new MoECollabException("gate-ambiguous", $"'{name}' has the versions {string.Join(", ", found.Select(gate => gate.Version))}; name one as {name}@VERSION."),
        };
    }
}
