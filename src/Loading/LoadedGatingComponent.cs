using MoECollab.Gating;

namespace MoECollab.Loading;

/// <summary>A gating component that a package exports.</summary>
public sealed class LoadedGatingComponent
{
    private readonly int _index;

    internal LoadedGatingComponent(string id, string version, Type role, LoadedPackage package, int index)
    {
        Id = id;
        Version = version;
        Role = role;
        Package = package;
        _index = index;
    }

    /// <summary>Its id.</summary>
    public string Id { get; }

    /// <summary>SemVer.</summary>
    public string Version { get; }

    /// <summary>What it is: <see cref="IScorer"/>, <see cref="ISelector"/> and so on.</summary>
    public Type Role { get; }

    /// <summary>Where it comes from.</summary>
    public LoadedPackage Package { get; }

    /// <summary>Its factory; owned by the package.</summary>
    /// <typeparam name="T">The role.</typeparam>
    /// <exception cref="ObjectDisposedException">The package was unloaded.</exception>
    /// <exception cref="InvalidCastException">The component has another role.</exception>
    public IGatingFactory<T> Factory<T>() => Package.Component<IGatingFactory<T>>(_index);
}
