using MoECollab.Gating.Options;
using static TorchSharp.torch;

namespace MoECollab.Gating.Scoring.NoisyLinear;

/// <summary><c>noisy-linear</c>: Shazeer's noisy gate; with the selector <c>top-k</c> it is noisy top-k. Option: <c>seed</c> of the first weights, default 0.</summary>
internal sealed class NoisyLinearScorerFactory : IGatingFactory<IScorer>
{
    public IScorer Create(GatingContext context)
    {
        var options = new ComponentOptions("noisy-linear", context.Options);
        var seed = options.Whole("seed", 0, 0, int.MaxValue);
        options.Done();

        using var weights = new NetworkWeights("noisy-linear", context, seed);
        var (experts, size) = (context.TrainedFor.Count, context.Encoder.HiddenSize);
        var gate = nn.Linear(weights.Matrix("gate.weight", experts, size), weights.Vector("gate.bias", experts));
        var noise = nn.Linear(weights.Matrix("noise.weight", experts, size), weights.Vector("noise.bias", experts));
        return new NetworkScorer("noisy-linear", new NoisyLinearNetwork(new NoisyLinearModule(gate, noise)), context.TrainedFor, size);
    }
}
