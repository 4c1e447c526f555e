using MoECollab.Host.Answering;
using MoECollab.Host.Generations;
using MoECollab.Inputs;
using MoECollab.Packaging.Homes;

namespace MoECollab.Host.Protocol;

/// <summary>The models of the protocol: the routed mixture, and every expert under its id.</summary>
internal sealed class Models(ServedHome served)
{
    private const string MixtureVersion = "1";

    /// <summary>All of them.</summary>
    public IReadOnlyList<Model> All
    {
        get
        {
            if (served.Current is not { } generation)
                return [new Model(PackageNames.Reserved, MixtureVersion, "The host is still loading its packages.", false)];
            var experts =
                from package in generation.Home.Packages
                where package.Package.Role == PackageRole.Expert
                group package by package.Id into versions
                let used = versions.FirstOrDefault(version => version.IsLoaded) ?? versions.First()
                let loaded = generation.Home.Experts.FirstOrDefault(expert => expert.Package == used)
                select new Model(used.Id, used.Version, FaultOf(generation, used), loaded?.Package.IsLoaded == true && ReadsHidden(loaded));
            return [new Model(PackageNames.Reserved, MixtureVersion, generation.Fault, false), .. experts];
        }
    }

    /// <summary>A model by name and, where one is named, version.</summary>
    /// <exception cref="ProblemException">There is none.</exception>
    public Model Find(string name, string? version)
    {
        var model = All.FirstOrDefault(model => model.Name == name) ?? throw ProblemException.NotFound($"There is no model '{name}'; there are {string.Join(", ", All.Select(model => model.Name))}.");
        return version is null || version == model.Version ? model : throw ProblemException.NotFound($"The model '{name}' has the version {model.Version}, not '{version}'.");
    }

    private static string? FaultOf(Generation generation, Loading.LoadedPackage package)
    {
        if (!package.IsLoaded)
            return $"{package.Status.State}. {package.Status.Reason}".TrimEnd();
        return generation.Out.Contains(package.Id) ? "It is out of routing after faults." : null;
    }

    private static bool ReadsHidden(Loading.LoadedExpert expert)
    {
        try
        {
            return expert.Expert.Traits.Needs.HasFlag(InputNeeds.Hidden);
        }
        catch (ObjectDisposedException)
        {
            // Unloaded since we looked.
            return false;
        }
    }
}
