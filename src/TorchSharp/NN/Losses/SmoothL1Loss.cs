using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Absolute error, squared near zero, divided by beta.</summary>
public sealed class SmoothL1Loss : Loss<Tensor, Tensor, Tensor>
{
    /// <summary>A loss with these settings.</summary>
    public SmoothL1Loss(nn.Reduction reduction = nn.Reduction.Mean, double beta = 1)
        : base(reduction)
        => this.beta = beta;

    /// <summary>Where the square ends.</summary>
    public double beta { get; }

    /// <summary>The loss of a batch.</summary>
    public override Tensor forward(Tensor input, Tensor target) => nn.functional.smooth_l1_loss(input, target, reduction, beta);
}
