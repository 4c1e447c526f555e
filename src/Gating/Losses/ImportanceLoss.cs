using MoECollab.Training;
using static TorchSharp.torch;

namespace MoECollab.Gating.Losses;

/// <summary><c>importance</c>: CV² of the experts' importance, the square of deviation over mean of Σ_b g_i(h_b) (Shazeer et al. 2017, eq. 6); 0 at perfect balance. The usual coefficient is 0.01.</summary>
internal sealed class ImportanceLoss : IAuxiliaryLoss
{
    public string Name => "importance";

    public Tensor Compute(RoutingStatistics statistics)
    {
        using var scope = NewDisposeScope();
        var importance = statistics.Probabilities.sum(dim: 0); // [N]
        var mean = importance.mean();
        return ((importance - mean).square().mean() / mean.square().clamp_min(MixtureLoss.SmallestProbability)).MoveToOuterDisposeScope();
    }
}
