using MoECollab.Gating;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Mixtures;
using MoECollab.Packaging.States;

namespace MoECollab.Loading;

/// <summary>A home whose packages are loaded as far as they can be. Disposing it disposes every component; each package can also be unloaded on its own.</summary>
public sealed class LoadedHome : IDisposable
{
    internal LoadedHome(Home home, MixtureConfiguration? mixture, PackageStates states, IReadOnlyList<LoadedPackage> packages)
    {
        Home = home;
        Mixture = mixture;
        States = states;
        Packages = packages;
    }

    /// <summary>The folder.</summary>
    public Home Home { get; }

    /// <summary>What <c>moe.json</c> says; null where there is none.</summary>
    public MixtureConfiguration? Mixture { get; }

    /// <summary>What <c>state.json</c> says.</summary>
    public PackageStates States { get; }

    /// <summary>Every package of the home with its state and reason, loaded or not.</summary>
    public IReadOnlyList<LoadedPackage> Packages { get; private set; }

    /// <summary>The mixture's encoder; null where none is loaded, then the state of the encoder's package says why.</summary>
    public LoadedEncoder? Encoder { get; internal set; }

    /// <summary>The experts that can answer, by id.</summary>
    public IReadOnlyList<LoadedExpert> Experts { get; internal set; } = [];

    /// <summary>The gating components of all packages.</summary>
    public IReadOnlyList<LoadedGatingComponent> GatingComponents { get; internal set; } = [];

    /// <summary>The factory of a gating component; null where no package has one of that role and id.</summary>
    /// <typeparam name="T">The role.</typeparam>
    /// <param name="id">The component's id.</param>
    public IGatingFactory<T>? FindGating<T>(string id) =>
        GatingComponents.FirstOrDefault(component => component.Role == typeof(T) && component.Id == id && component.Package.IsLoaded)?.Factory<T>();

    /// <summary>The experts that can answer, as a call sees them.</summary>
    /// <param name="version">Grows with every change of the set.</param>
    public ExpertSnapshot Snapshot(long version = 1) => new(version, Experts.Where(expert => expert.Package.IsLoaded).Select(expert => expert.Descriptor));

    /// <summary>Writes what was found of each package into <c>state.json</c>; what an operator decided stays.</summary>
    public void RecordStates() => States.Record(Packages.Select(package => (package.Package, package.Status)));

    internal void Replace(LoadedPackage failed, LoadedPackage serving) => Packages = [.. Packages.Select(package => package == failed ? serving : package)];

    /// <inheritdoc/>
    public void Dispose()
    {
        // Experts first: they may use what the encoder holds.
        foreach (var package in Packages.OrderBy(package => package.Package.Role))
            package.Release();
    }
}
