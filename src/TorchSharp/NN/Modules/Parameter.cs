using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A tensor that a module trains: as a field of a module it is registered as a parameter, not as a buffer.</summary>
public class Parameter : Tensor
{
    /// <summary>Turns a tensor into a parameter. The tensor becomes empty; the parameter takes its memory and its dispose scope.</summary>
    /// <param name="data">A leaf tensor.</param>
    /// <param name="requires_grad">Whether backward gathers a gradient here.</param>
    public Parameter(Tensor data, bool requires_grad = true)
        : base((data ?? throw new ArgumentNullException(nameof(data))).DecoupleFromNativeHandle())
    {
        var scope = data.OwningDisposeScope;
        if (scope is null)
            DisposeScopeManager.ThreadSingleton.StatisticsInstance.TensorStatistics.DisposedOutsideScope();
        else
            scope.MarkAsDisposed(data);

        if (OwningDisposeScope != scope)
        {
            if (scope is null)
                DetachFromDisposeScope();
            else
                scope.Attach(this);
        }
        this.requires_grad = requires_grad;
    }
}
