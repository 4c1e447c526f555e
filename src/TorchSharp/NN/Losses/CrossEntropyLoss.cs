using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>-log softmax(input)[target]; see <see cref="nn.functional.cross_entropy"/>.</summary>
public sealed class CrossEntropyLoss : WeightedLoss<Tensor, Tensor, Tensor>
{
    /// <summary>A loss with these settings.</summary>
    public CrossEntropyLoss(Tensor? weight = null, long? ignore_index = null, nn.Reduction reduction = nn.Reduction.Mean, double label_smoothing = 0)
        : base(weight, reduction)
    {
        this.ignore_index = ignore_index;
        this.label_smoothing = label_smoothing;
    }

    /// <summary>A target that counts for nothing; null for none.</summary>
    public long? ignore_index { get; }

    /// <summary>Share of the target spread over all classes.</summary>
    public double label_smoothing { get; }

    /// <summary>The loss of a batch.</summary>
    public override Tensor forward(Tensor input, Tensor target) => nn.functional.cross_entropy(input, target, weight, ignore_index ?? -100, reduction, label_smoothing);
}
