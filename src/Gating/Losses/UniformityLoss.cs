using MoECollab.Training;
using static TorchSharp.torch;

namespace MoECollab.Gating.Losses;

/// <summary><c>kl</c>: KL(ḡ ‖ U) = Σ_i ḡ_i log(N ḡ_i) = log N − H(ḡ), with ḡ the batch mean of g: 0 where all experts get equal mass over the batch. Together with a positive <c>entropy</c> term it maximises the mutual information of input and expert.</summary>
internal sealed class UniformityLoss : IAuxiliaryLoss
{
    public string Name => "kl";

    public Tensor Compute(RoutingStatistics statistics)
    {
        using var scope = NewDisposeScope();
        var mean = statistics.Probabilities.mean([0]); // [N]
        var experts = statistics.Probabilities.shape[1];
        return ((mean * mean.clamp_min(MixtureLoss.SmallestProbability).log()).sum() + Math.Log(experts)).MoveToOuterDisposeScope();
    }
}
