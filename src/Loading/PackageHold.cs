using System.Runtime.Loader;
using MoECollab.Loading.Composing;

namespace MoECollab.Loading;

/// <summary>All that the host holds of a package's code. It is held here and nowhere else, so that letting go of it lets go of everything.</summary>
internal sealed class PackageHold(CancellationToken host)
{
    private readonly CancellationTokenSource _stopping = CancellationTokenSource.CreateLinkedTokenSource(host);

    public CancellationToken Stopping => _stopping.Token;

    public AssemblyLoadContext? Context { get; set; }

    public Composition? Composition { get; set; }

    /// <summary>An encoder, an expert, or the factories of gating components; what a built-in kind made is here as well.</summary>
    public IReadOnlyList<object> Components { get; set; } = [];

    /// <summary>Stops and disposes everything, and hands over the context for the caller to unload.</summary>
    public AssemblyLoadContext? Release()
    {
        _stopping.Cancel();
        foreach (var component in Components.OfType<IDisposable>())
            component.Dispose();
        Components = [];
        Composition?.Dispose();
        Composition = null;
        _stopping.Dispose();
        var context = Context;
        Context = null;
        return context;
    }
}
