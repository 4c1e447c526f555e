using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Base of losses of three arguments.</summary>
/// <typeparam name="T1">Type of input 1.</typeparam>
/// <typeparam name="T2">Type of input 2.</typeparam>
/// <typeparam name="T3">Type of input 3.</typeparam>
/// <typeparam name="TResult">Type of the result.</typeparam>
public abstract class Loss<T1, T2, T3, TResult> : nn.Module<T1, T2, T3, TResult>
{
    /// <summary>A loss that reduces as told.</summary>
    public Loss(nn.Reduction reduction = nn.Reduction.Mean)
        : base("Loss") => this.reduction = reduction;

    /// <summary>How the losses of a batch become one number.</summary>
    public nn.Reduction reduction { get; }
}
