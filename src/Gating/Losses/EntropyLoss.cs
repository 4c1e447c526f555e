using MoECollab.Training;
using static TorchSharp.torch;

namespace MoECollab.Gating.Losses;

/// <summary><c>entropy</c>: mean_b H(g(h_b)), in nats. Its coefficient λ_H is signed: a positive one makes routing decisive (sparse serving), a negative one spreads it.</summary>
internal sealed class EntropyLoss : IAuxiliaryLoss
{
    public string Name => "entropy";

    public Tensor Compute(RoutingStatistics statistics)
    {
        using var scope = NewDisposeScope();
        var logs = MixtureLoss.LogGates(statistics.Logits); // [B, N]
        return (-(logs.exp() * logs).sum(1)).mean().MoveToOuterDisposeScope();
    }
}
