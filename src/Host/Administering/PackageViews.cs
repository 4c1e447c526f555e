using MoECollab.Errors;
using MoECollab.Host.Budget;
using MoECollab.Host.Calling;
using MoECollab.Host.Generations;
using MoECollab.Loading;
using MoECollab.Packaging.Homes;

namespace MoECollab.Host.Administering;

/// <summary>Shows every package of the current generation, as <c>moe list</c> and <c>moe show</c> print it.</summary>
internal sealed class PackageViews(HostStart start, ServedHome served, ExpertViews experts, ExpertPlacement placement)
{
    /// <summary>Every package.</summary>
    /// <exception cref="MoECollabException">Nothing is loaded yet (<c>not-ready</c>).</exception>
    public HostPackages All
    {
        get
        {
            var generation = served.Current ?? throw new MoECollabException("not-ready", "The host is still loading its packages.");
            var views = experts.All.ToDictionary(view => (view.Id, view.Version));
            var resident = placement.Budget?.Resident.ToHashSet(StringComparer.Ordinal);
            return new HostPackages([.. generation.Home.Packages.Select(package => package.Package.Role switch
            {
                PackageRole.Expert => WithExpert(Of(package), generation.Home, views.GetValueOrDefault((package.Id, package.Version)), resident),
                PackageRole.Encoder => WithEncoder(Of(package), package, generation.Home.Encoder),
                _ => Of(package),
            })])
            {
                SafeMode = served.Starts.SafeModeReason,
            };
        }
    }

    private static HostPackage Of(LoadedPackage package) => new()
    {
        Role = package.Package.Role.ToString().ToLowerInvariant(),
        Id = package.Id,
        Version = package.Version,
        State = package.Status.State.ToString(),
        Reason = package.Status.Reason,
        Since = package.Status.Since,
        By = package.Status.By,
        Description = package.Manifest?.Description ?? "",
    };

    private HostPackage WithEncoder(HostPackage package, LoadedPackage loaded, LoadedEncoder? encoder) => encoder?.Package != loaded || !loaded.IsLoaded ? package : package with
    {
        Device = start.Device.ToString(),
        WeightBytes = encoder.Encoder.ParameterCount * sizeof(float),
        Parameters = encoder.Encoder.ParameterCount,
        InMemory = true,
    };

    private static HostPackage WithExpert(HostPackage package, LoadedHome home, ExpertView? view, HashSet<string>? resident)
    {
        if (view is null)
            return package;
        var shown = package with { Labels = view.Labels, Routing = view.Routing, Breaker = view.Breaker, Requests = view.Requests };
        return !view.Loaded ? shown : shown with
        {
            Device = view.Device,
            WeightBytes = view.WeightBytes,
            Parameters = view.Parameters,
            MultiplyAdds = home.Experts.FirstOrDefault(expert => expert.Id == view.Id)?.Descriptor.MultiplyAdds,
            InMemory = resident?.Contains(view.Id) ?? true,
        };
    }
}
