namespace TorchSharp;

/// <summary>The open dispose scopes of one thread, and what it has created and disposed.</summary>
public class DisposeScopeManager
{
    [ThreadStatic]
    private static DisposeScopeManager? t_singleton;

    /// <summary>The figures of the calling thread.</summary>
    public static ThreadDisposeScopeStatistics Statistics => ThreadSingleton.StatisticsInstance;

    internal static DisposeScopeManager ThreadSingleton => t_singleton ??= new DisposeScopeManager();

    internal ThreadDisposeScopeStatistics StatisticsInstance { get; } = new();

    /// <summary>The innermost open scope.</summary>
    internal DisposeScope? Current { get; private set; }

    internal static DisposeScope NewDisposeScope()
    {
        var manager = ThreadSingleton;
        return manager.Current = new DisposeScope(manager);
    }

    internal void Register(torch.Tensor tensor)
    {
        var current = Current;
        StatisticsInstance.TensorStatistics.Created(inScope: current is not null);
        current?.Add(tensor);
    }

    // Scopes are closed innermost first; one that was forgotten inside is closed with it.
    internal void Remove(DisposeScope scope)
    {
        for (var open = Current; open is not null; open = open.OuterScope)
        {
            if (open != scope) continue;
            Current = scope.OuterScope;
            return;
        }
    }
}
