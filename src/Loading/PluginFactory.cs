using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Errors;
using MoECollab.Loading.Creating;
using MoECollab.Loading.Unloading;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Manifests;
using MoECollab.Packaging.States;

namespace MoECollab.Loading;

/// <summary>The factory of one package in a context of its own, for training with it: nothing is made by it yet, and its package needs no weights.</summary>
public sealed class PluginFactory : IDisposable
{
    private readonly PackageHold _hold;
    private readonly object _factory;

    private PluginFactory(InstalledPackage package, PackageManifest manifest, PackageHold hold, object factory)
    {
        Package = package;
        Manifest = manifest;
        _hold = hold;
        _factory = factory;
    }

    /// <summary>Where it lies.</summary>
    public InstalledPackage Package { get; }

    /// <summary>What it says of itself.</summary>
    public PackageManifest Manifest { get; }

    /// <summary>The exported component, as the manifest of a package that brings its own weights for it must name it.</summary>
    public PackageEntry Component => new()
    {
        Assembly = Manifest.Entry!.Assembly,
        Type = Manifest.Entry.Type,
        Component = Manifest.Entry.Component ?? $"{Manifest.Id}@{Manifest.Version}",
    };

    /// <summary>The folder of its assemblies.</summary>
    public string AssemblyFolder => Path.Combine(Package.Folder, PackageLayout.AssemblyFolder);

    /// <summary>Brings a package's code up to its factory.</summary>
    /// <param name="folder">The package's folder: a plugin project's <c>package</c> output, or an installed package.</param>
    /// <param name="role">What it must be.</param>
    /// <param name="options">Limits.</param>
    /// <exception cref="MoECollabException">There is no such package (<c>plugin-not-found</c>), it has no code (<c>plugin-without-code</c>), or it cannot be used here (<c>incompatible</c>); the message says why.</exception>
    public static PluginFactory Open(string folder, PackageRole role, LoadOptions options)
    {
        if (!File.Exists(Path.Combine(folder, PackageLayout.ManifestOf(role))))
            throw new MoECollabException("plugin-not-found", $"{Path.GetFullPath(folder)} has no {PackageLayout.ManifestOf(role)}; expected the folder of a package, such as a plugin project's bin/Release/net10.0/package.");
        var manifest = ManifestReader.ReadClaims(role, folder);
        if (manifest.Entry is null)
            throw new MoECollabException("plugin-without-code", $"{folder} is run by the built-in kind '{manifest.Kind}' and has no code of its own; train with --kind {manifest.Kind}.");
        var package = new InstalledPackage(role, manifest.Id, manifest.Version, Path.GetFullPath(folder));
        var status = new PackageStatus(PackageState.Discovered, "", options.TimeProvider.GetUtcNow(), "host");
        var hold = new PackageHold(package.Key, NullLogger.Instance, options.Cancellation);
        try
        {
            var opener = new PackageOpener(options, new Inspecting.SharedAssemblies());
            var opened = opener.Open(new LoadedPackage(package, manifest, status, options.TimeProvider, NullLogger.Instance), hold);
            return new PluginFactory(package, manifest, hold, opened[0].Factory);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Release(hold);
            throw new MoECollabException("incompatible", $"{manifest.Id}@{manifest.Version} in {folder}: {FaultDescription.Of(fault).Reason}", fault);
        }
    }

    /// <summary>The factory; owned by the package.</summary>
    /// <typeparam name="T">What it must be able to do, such as training itself.</typeparam>
    /// <exception cref="MoECollabException">It cannot (<c>incompatible</c>).</exception>
    public T As<T>()
        where T : class => _factory as T
        ?? throw new MoECollabException("incompatible", $"{_factory.GetType().FullName} of {Manifest.Id}@{Manifest.Version} is no {typeof(T).Name}, which this needs.");

    /// <inheritdoc/>
    public void Dispose() => Release(_hold);

    private static void Release(PackageHold hold)
    {
        var context = hold.Release();
        if (context is not null)
            ContextWatch.Unload(ref context);
    }
}
