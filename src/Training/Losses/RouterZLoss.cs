using static TorchSharp.torch;

namespace MoECollab.Training.Losses;

/// <summary>mean_b (log Σ_i e^{z_bi})²: keeps logits small (Zoph et al. 2022, ST-MoE, eq. 5).</summary>
public sealed class RouterZLoss : IAuxiliaryLoss
{
    /// <inheritdoc/>
    public string Name => "router-z";

    /// <inheritdoc/>
    public Tensor Compute(RoutingStatistics statistics)
    {
        using var scope = NewDisposeScope();
        return statistics.Logits.logsumexp(1).square().mean().MoveToOuterDisposeScope();
    }
}
