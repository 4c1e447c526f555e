namespace TorchSharp;

/// <summary>
/// Owns what is created on its thread while it is the innermost open scope, and disposes it when it is closed. What
/// should live longer is moved outwards, to another scope, or detached from all.
/// </summary>
public sealed partial class DisposeScope : IDisposable
{
    // Nearly all that a scope holds is tensors, made and dropped by the thousand: each knows its place in this list.
    private readonly List<torch.Tensor?> _tensors = [];
    private readonly DisposeScopeManager _manager;
    private HashSet<IDisposable>? _others;
    private int _tensorCount;

    internal DisposeScope(DisposeScopeManager manager)
    {
        _manager = manager;
        OuterScope = manager.Current;
    }

    /// <summary>A copy of what the scope holds now.</summary>
    public IReadOnlyList<IDisposable> DisposablesView => [.. _tensors.OfType<IDisposable>(), .. _others ?? []];

    public int DisposablesCount => _tensorCount + (_others?.Count ?? 0);

    /// <summary>The scope that was innermost when this one was opened.</summary>
    internal DisposeScope? OuterScope { get; }

    public bool Contains(IDisposable disposable) =>
        disposable is torch.Tensor tensor ? tensor.OwningDisposeScope == this : _others?.Contains(disposable) == true;

    /// <summary>Takes a disposable in, out of whatever scope held it.</summary>
    public void Attach(IDisposable disposable)
    {
        if (Contains(disposable)) return;
        if (disposable is torch.Tensor { OwningDisposeScope: { } owner }) owner.Remove(disposable);
        else _manager.StatisticsInstance.Of(disposable).Attached();
        Add(disposable);
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
    public void Detach(IEnumerable<IDisposable> disposables) => MoveToOther(null, disposables);

    /// <summary>Hands disposables that this scope holds to another; without one they are detached.</summary>
    public void MoveToOther(DisposeScope? scope, IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables)
        {
            if (!Remove(disposable)) continue;
            if (scope is null) _manager.StatisticsInstance.Of(disposable).Detached();
            else scope.Add(disposable);
        }
    }

    /// <summary>Disposes what the scope holds and leaves it open.</summary>
    public void DisposeEverything() => DisposeEverythingBut(Enumerable.Empty<IDisposable>());

    /// <summary>Disposes what the scope holds except some, which it goes on holding.</summary>
    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        var keep = new HashSet<IDisposable>(inKeep, ReferenceEqualityComparer.Instance);
        var kept = 0;
        for (var i = 0; i < _tensors.Count; i++)
        {
            if (_tensors[i] is not { } tensor) continue;
            if (keep.Contains(tensor)) Place(tensor, kept++);
            else Release(tensor);
        }
        _tensors.RemoveRange(kept, _tensors.Count - kept);
        _tensorCount = kept;
        if (_others is null) return;
        foreach (var disposable in _others.Where(disposable => !keep.Contains(disposable)).ToList())
        {
            _others.Remove(disposable);
            disposable.Dispose();
        }
    }

    /// <summary>Tells the scope that someone else has disposed what it holds. Tensors do so by themselves.</summary>
    public void MarkAsDisposed(IDisposable disposable)
    {
        _manager.StatisticsInstance.Of(disposable).DisposedInScope();
        Remove(disposable);
    }

    /// <summary>Disposes what the scope holds and closes it.</summary>
    public void Dispose()
    {
        DisposeEverything();
        _manager.Remove(this);
    }

    internal void Add(IDisposable disposable)
    {
        if (disposable is torch.Tensor tensor) Add(tensor);
        else (_others ??= new HashSet<IDisposable>(ReferenceEqualityComparer.Instance)).Add(disposable);
    }

    internal void Add(torch.Tensor tensor)
    {
        tensor.OwningDisposeScope = this;
        tensor.PlaceInScope = _tensors.Count;
        _tensors.Add(tensor);
        _tensorCount++;
    }

    private bool Remove(IDisposable disposable)
    {
        if (disposable is not torch.Tensor tensor) return _others?.Remove(disposable) == true;
        if (tensor.OwningDisposeScope != this) return false;
        tensor.OwningDisposeScope = null;
        _tensorCount--;
        // The last leaves no gap, so a loop that disposes what it makes does not let the list grow.
        if (tensor.PlaceInScope == _tensors.Count - 1) _tensors.RemoveAt(tensor.PlaceInScope);
        else _tensors[tensor.PlaceInScope] = null;
        return true;
    }

    private void Place(torch.Tensor tensor, int place)
    {
        tensor.PlaceInScope = place;
        _tensors[place] = tensor;
    }

    // The scope counts it here, so the tensor must not count itself as disposed outside of one.
    private void Release(torch.Tensor tensor)
    {
        tensor.OwningDisposeScope = null;
        if (tensor.IsInvalid) return;
        _manager.StatisticsInstance.TensorStatistics.DisposedInScope();
        tensor.DisposeUncounted();
    }
}
