namespace TorchSharp;

/// <summary>
/// Owns what is created on its thread while it is the innermost open scope, and disposes it when it is closed. What
/// should live longer is moved outwards, to another scope, or detached from all.
/// </summary>
public sealed partial class DisposeScope : IDisposable
{
    private readonly DisposeScopeManager _manager;
    private HashSet<IDisposable> _disposables = new(ReferenceEqualityComparer.Instance);

    internal DisposeScope(DisposeScopeManager manager)
    {
        _manager = manager;
        OuterScope = manager.Current;
    }

    /// <summary>A copy of what the scope holds now.</summary>
    public IReadOnlyList<IDisposable> DisposablesView => [.. _disposables];

    public int DisposablesCount => _disposables.Count;

    /// <summary>The scope that was innermost when this one was opened.</summary>
    internal DisposeScope? OuterScope { get; }

    public bool Contains(IDisposable disposable) => _disposables.Contains(disposable);

    /// <summary>Takes a disposable in, out of whatever scope held it.</summary>
    public void Attach(IDisposable disposable)
    {
        if (ScopeOf(disposable) is { } owner)
        {
            if (owner == this) return;
            owner._disposables.Remove(disposable);
        }
        else
        {
            _manager.StatisticsInstance.Of(disposable).Attached();
        }
        AddToOther(this, disposable);
    }

    public void Attach(params IDisposable[] disposables)
    {
        foreach (var disposable in disposables) Attach(disposable);
    }

    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        IDisposable[] attached = [.. disposables];
        Attach(attached);
        return attached;
    }

    /// <summary>Lets go of disposables that this scope holds: nothing disposes them any more but their owner.</summary>
    public void Detach(IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables)
        {
            if (!_disposables.Remove(disposable)) continue;
            _manager.StatisticsInstance.Of(disposable).Detached();
            SetScope(disposable, null);
        }
    }

    /// <summary>Hands disposables that this scope holds to another; without one they are detached.</summary>
    public void MoveToOther(DisposeScope? scope, IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables)
        {
            if (!_disposables.Remove(disposable)) continue;
            if (scope is null) _manager.StatisticsInstance.Of(disposable).Detached();
            AddToOther(scope, disposable);
        }
    }

    /// <summary>Disposes what the scope holds and leaves it open.</summary>
    public void DisposeEverything() => DisposeEverythingBut(Enumerable.Empty<IDisposable>());

    /// <summary>Disposes what the scope holds except some, which it goes on holding.</summary>
    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var old = _disposables;
        _disposables = new HashSet<IDisposable>(ReferenceEqualityComparer.Instance);
        foreach (var kept in inKeep) _disposables.Add(kept);
        foreach (var disposable in old)
        {
            if (_disposables.Contains(disposable)) continue;
            if (disposable is torch.Tensor { IsInvalid: true }) continue;
            SetScope(disposable, null);
            _manager.StatisticsInstance.Of(disposable).DisposedInScope();
            Release(disposable);
        }
    }

    /// <summary>Tells the scope that someone else has disposed what it holds. Tensors do so by themselves.</summary>
    public void MarkAsDisposed(IDisposable disposable)
    {
        _manager.StatisticsInstance.Of(disposable).DisposedInScope();
        _disposables.Remove(disposable);
        SetScope(disposable, null);
    }

    /// <summary>Disposes what the scope holds and closes it.</summary>
    public void Dispose()
    {
        DisposeEverything();
        _manager.Remove(this);
    }

    internal void Add(IDisposable disposable) => _disposables.Add(disposable);

    private static void AddToOther(DisposeScope? scope, IDisposable disposable)
    {
        scope?._disposables.Add(disposable);
        SetScope(disposable, scope);
    }

    private static DisposeScope? ScopeOf(IDisposable disposable) => (disposable as torch.Tensor)?.OwningDisposeScope;

    private static void SetScope(IDisposable disposable, DisposeScope? scope)
    {
        if (disposable is torch.Tensor tensor) tensor.OwningDisposeScope = scope;
    }

    // A tensor is counted by the scope here and must not count itself as disposed outside one.
    private static void Release(IDisposable disposable)
    {
        if (disposable is torch.Tensor tensor) tensor.DisposeUncounted();
        else disposable.Dispose();
    }
}
