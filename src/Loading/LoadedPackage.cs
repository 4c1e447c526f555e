using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using MoECollab.Loading.Creating;
using MoECollab.Loading.Unloading;
using MoECollab.Loading.Unloading.Pins;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Manifests;
using MoECollab.Packaging.States;
using static TorchSharp.torch;

namespace MoECollab.Loading;

/// <summary>A package of a home, loaded or not, with its state and reason.</summary>
public sealed class LoadedPackage
{
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private PackageHold? _hold;

    internal LoadedPackage(InstalledPackage package, PackageManifest? manifest, PackageStatus status, TimeProvider time, ILogger log)
    {
        Package = package;
        Manifest = manifest;
        Status = status;
        _time = time;
        _log = log;
    }

    /// <summary>Its folder.</summary>
    public InstalledPackage Package { get; }

    /// <summary>Its manifest; null where it could not be read.</summary>
    public PackageManifest? Manifest { get; }

    /// <summary>Its id: what the manifest claims or, without a sound one, the folder's name.</summary>
    public string Id => Manifest?.Id ?? Package.Id;

    /// <summary>Its version, as <see cref="Id"/>.</summary>
    public string Version => Manifest?.Version ?? Package.Version;

    /// <summary>Its state, and why.</summary>
    public PackageStatus Status { get; private set; }

    /// <summary>How long loading it took: its code, its factory, its weights.</summary>
    public TimeSpan LoadTime { get; internal set; }

    /// <summary>Whether its component is there.</summary>
    public bool IsLoaded => _hold is not null;

    /// <summary>
    /// Disposes the package's component and unloads its code, then looks whether the code is really gone. Calls that are still running fail;
    /// a host drains them first. The caller must not keep anything that the package handed out.
    /// </summary>
    /// <returns>Whether the load context was collected; a second call finds nothing to unload.</returns>
    public UnloadResult Unload()
    {
        var before = Tensor.TotalCount;
        if (Release() is not { } context)
            return Unloaded(new UnloadResult(true, 0, before - Tensor.TotalCount, "It had no code of its own."));
        var (collected, collections) = ContextWatch.WaitFor(context);
        if (collected)
            return Unloaded(new UnloadResult(true, collections, before - Tensor.TotalCount, "Nothing of its code is left."));
        var pins = PinReport.Of(context, collections);
        _log.LogPinned(Package.Key, pins.Reason);
        return Unloaded(new UnloadResult(false, collections, before - Tensor.TotalCount, pins.Reason) { Pins = pins.Paths });
    }

    internal void Keep(PackageHold hold, PackageStatus status)
    {
        _hold = hold;
        Status = status;
    }

    internal void Refuse(PackageStatus status) => Status = status;

    internal T Component<T>(int index = 0) =>
        _hold is { } hold ? (T)hold.Components[index] : throw new ObjectDisposedException(Package.Key, $"The package {Package.Key} was unloaded.");

    // Not inlined: the frame that has seen the context must be gone before the collector is asked about it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal WeakReference? Release()
    {
        var context = Interlocked.Exchange(ref _hold, null)?.Release();
        return context is null ? null : ContextWatch.Unload(ref context);
    }

    private UnloadResult Unloaded(UnloadResult result)
    {
        if (Status.State is PackageState.Active or PackageState.Shadow or PackageState.Canary)
            Status = new PackageStatus(PackageState.Verified, $"It was unloaded. {result.Reason}", _time.GetUtcNow(), "host");
        return result;
    }
}
