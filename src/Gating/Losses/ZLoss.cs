using MoECollab.Training;
using static TorchSharp.torch;

namespace MoECollab.Gating.Losses;

/// <summary><c>z-loss</c>: mean_b (log Σ_i e^{z_bi})² (ST-MoE, Zoph et al. 2022): keeps the logits small. The usual coefficient is 0.001.</summary>
internal sealed class ZLoss : IAuxiliaryLoss
{
    public string Name => "z-loss";

    public Tensor Compute(RoutingStatistics statistics)
    {
        using var scope = NewDisposeScope();
        return statistics.Logits.logsumexp(1).square().mean().MoveToOuterDisposeScope();
    }
}
