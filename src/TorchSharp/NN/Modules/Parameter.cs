using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A tensor that a module trains: as a field of a module it is registered as a parameter, not as a buffer.</summary>
public class Parameter : Tensor
{
    // As the native side counts the memory of a result: what is smaller is not worth telling the collector.
    private const long WorthCounting = 4096;

    /// <summary>Turns a tensor into a parameter. The tensor becomes empty; the parameter takes its memory and its dispose scope.</summary>
    /// <param name="data">A leaf tensor.</param>
    /// <param name="requires_grad">Whether backward gathers a gradient here.</param>
    public Parameter(Tensor data, bool requires_grad = true)
        : this(data ?? throw new ArgumentNullException(nameof(data)), BytesOf(data), requires_grad)
    {
    }

    private Parameter(Tensor data, long bytes, bool requires_grad)
        : base(data.DecoupleFromNativeHandle(), bytes)
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

    private static long BytesOf(Tensor data)
    {
        var bytes = data.numel() * data.element_size();
        return bytes < WorthCounting ? 0 : bytes;
    }
}
