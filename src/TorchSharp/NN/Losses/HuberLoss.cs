using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Absolute error, squared near zero.</summary>
public sealed class HuberLoss : Loss<Tensor, Tensor, Tensor>
{
    /// <summary>A loss with these settings.</summary>
    public HuberLoss(double delta = 1, nn.Reduction reduction = nn.Reduction.Mean)
        : base(reduction)
        => this.delta = delta;

    /// <summary>Where the square ends.</summary>
    public double delta { get; }

    /// <summary>The loss of a batch.</summary>
    public override Tensor forward(Tensor input, Tensor target) => nn.functional.huber_loss(input, target, delta, reduction);
}
