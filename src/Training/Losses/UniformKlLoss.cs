using static TorchSharp.torch;

namespace MoECollab.Training.Losses;

/// <summary>KL(ḡ ‖ U) = Σ_i ḡ_i·ln(N·ḡ_i), in nats, ḡ the batch mean of the gate: 0 when experts are used alike (MoECollab, reconstruction).</summary>
public sealed class UniformKlLoss : IAuxiliaryLoss
{
    /// <inheritdoc/>
    public string Name => "kl-uniform";

    /// <inheritdoc/>
    public Tensor Compute(RoutingStatistics statistics)
    {
        using var scope = NewDisposeScope();
        var mean = statistics.Probabilities.mean([0]);                                      // [n] ḡ
        var scaled = (mean * (float)mean.shape[0]).clamp_min(RoutingFloor.Probability);     // [n] N·ḡ
        return (mean * scaled.log()).sum().MoveToOuterDisposeScope();
    }
}
