using MoECollab.Training;
using static TorchSharp.torch;

namespace MoECollab.Gating.Losses;

/// <summary>
/// <c>switch-balance</c>: N Σ_i f_i P_i (Fedus et al. 2021, eq. 4), with f_i the share of selections that went to expert i and P_i its mean
/// probability; 1 at perfect balance. f is a constant: the gradient passes through P only. The usual coefficient is 0.01.
/// </summary>
internal sealed class SwitchBalanceLoss : IAuxiliaryLoss
{
    public string Name => "switch-balance";

    public Tensor Compute(RoutingStatistics statistics)
    {
        using var scope = NewDisposeScope();
        var selected = statistics.Selected.detach().to(ScalarType.Float32); // [B, N]
        var share = selected.sum(dim: 0) / selected.sum().clamp_min(1); // [N] f
        var mass = statistics.Probabilities.mean([0]); // [N] P
        return ((share * mass).sum() * (float)statistics.Probabilities.shape[1]).MoveToOuterDisposeScope();
    }
}
