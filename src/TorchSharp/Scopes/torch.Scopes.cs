namespace TorchSharp;

public static partial class torch
{
    /// <summary>The innermost open dispose scope of this thread.</summary>
    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.ThreadSingleton.Current;

    /// <summary>Opens a dispose scope on this thread: every tensor made in it is freed when it is closed, unless moved out.</summary>
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.NewDisposeScope();

    /// <summary>Evaluates an expression in a scope of its own and returns its result to the outer one.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using var scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }
}
