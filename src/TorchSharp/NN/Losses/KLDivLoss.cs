using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Kullback-Leibler divergence of log-probabilities.</summary>
public sealed class KLDivLoss : Loss<Tensor, Tensor, Tensor>
{
    /// <summary>A loss with these settings.</summary>
    public KLDivLoss(bool log_target = true, nn.Reduction reduction = nn.Reduction.Mean)
        : base(reduction)
        => this.log_target = log_target;

    /// <summary>Whether the target is given as logarithms.</summary>
    public bool log_target { get; }

    /// <summary>The loss of a batch.</summary>
    public override Tensor forward(Tensor input, Tensor target) => nn.functional.kl_div(input, target, log_target, reduction);
}
