using static TorchSharp.torch;

namespace MoECollab.Training.Losses;

/// <summary>N · Σ_i f_i·P_i: f_i the share of inputs sent to expert i, P_i its mean probability; 1 when balanced (Fedus et al. 2021, eq. 4).</summary>
public sealed class SwitchBalanceLoss : IAuxiliaryLoss
{
    /// <inheritdoc/>
    public string Name => "switch-balance";

    /// <inheritdoc/>
    public Tensor Compute(RoutingStatistics statistics)
    {
        using var scope = NewDisposeScope();
        var sent = statistics.Selected.mean([0]);                                           // [n]
        // With k experts per input the shares sum to k; the paper's f is a share of all assignments.
        var share = sent / sent.sum();                                                      // [n] f
        var mass = statistics.Probabilities.mean([0]);                                      // [n] P
        return ((share * mass).sum() * (float)mass.shape[0]).MoveToOuterDisposeScope();
    }
}
