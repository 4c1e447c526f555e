using static TorchSharp.torch;

namespace MoECollab.Training.Losses;

/// <summary>mean_b H(g(h_b)), in nats: a positive coefficient makes routing decisive, a negative one spreads it (MoECollab, reconstruction).</summary>
public sealed class EntropyLoss : IAuxiliaryLoss
{
    /// <inheritdoc/>
    public string Name => "entropy";

    /// <inheritdoc/>
    public Tensor Compute(RoutingStatistics statistics)
    {
        using var scope = NewDisposeScope();
        // b inputs · n experts. The floor keeps 0 · log 0 at 0, for masked experts too.
        var probabilities = statistics.Probabilities;                                       // [b, n]
        var surprise = probabilities.clamp_min(RoutingFloor.Probability).log();             // [b, n]
        return (-(probabilities * surprise).sum(1).mean()).MoveToOuterDisposeScope();
    }
}
