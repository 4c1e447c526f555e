using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Base of losses of four arguments with a weight per class or element.</summary>
/// <typeparam name="T1">Type of input 1.</typeparam>
/// <typeparam name="T2">Type of input 2.</typeparam>
/// <typeparam name="T3">Type of input 3.</typeparam>
/// <typeparam name="T4">Type of input 4.</typeparam>
/// <typeparam name="TResult">Type of the result.</typeparam>
public abstract class WeightedLoss<T1, T2, T3, T4, TResult> : Loss<T1, T2, T3, T4, TResult>
{
    /// <summary>A loss with the given weights.</summary>
    /// <param name="weight">Weights, borrowed; null for all ones.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    public WeightedLoss(Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean)
        : base(reduction) => this.weight = weight;

    /// <summary>Weight per class or element; null for all ones.</summary>
    public Tensor? weight { get; }
}
