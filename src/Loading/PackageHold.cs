using System.Runtime.Loader;
using Microsoft.Extensions.Logging;
using MoECollab.Loading.Composing;
using MoECollab.Loading.Creating;

namespace MoECollab.Loading;

/// <summary>All that the host holds of a package's code. It is held here and nowhere else, so that letting go of it lets go of everything.</summary>
internal sealed class PackageHold(string package, ILogger log, CancellationToken host)
{
    private readonly CancellationTokenSource _stopping = CancellationTokenSource.CreateLinkedTokenSource(host);
    private bool _released;

    public CancellationToken Stopping => _stopping.Token;

    public AssemblyLoadContext? Context { get; set; }

    public Composition? Composition { get; set; }

    /// <summary>An encoder, an expert, or the factories of gating components; what a built-in kind made is here as well.</summary>
    public IReadOnlyList<object> Components { get; set; } = [];

    /// <summary>Stops and disposes everything, and hands over the context for the caller to unload. A second call disposes what came after the first.</summary>
    public AssemblyLoadContext? Release()
    {
        if (!_released)
            Guarded(_stopping.Cancel);
        foreach (var component in Components.OfType<IDisposable>())
            Guarded(component.Dispose);
        Components = [];
        if (Composition is { } composition)
            Guarded(composition.Dispose);
        Composition = null;
        _released = true;
        _stopping.Dispose();
        var context = Context;
        Context = null;
        return context;
    }

    // A package that cannot even be let go must not keep the others from being let go.
    private void Guarded(Action release)
    {
        try
        {
            release();
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            log.LogDetail(package, fault.ToString());
        }
    }
}
