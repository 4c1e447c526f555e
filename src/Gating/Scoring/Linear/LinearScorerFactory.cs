using MoECollab.Gating.Options;
using static TorchSharp.torch;

namespace MoECollab.Gating.Scoring.Linear;

/// <summary><c>linear</c>: a softmax gate over hidden vectors. Option: <c>seed</c> of the first weights, default 0.</summary>
internal sealed class LinearScorerFactory : IGatingFactory<IScorer>
{
    public IScorer Create(GatingContext context)
    {
        var options = new ComponentOptions("linear", context.Options);
        var seed = options.Whole("seed", 0, 0, int.MaxValue);
        options.Done();

        using var weights = new NetworkWeights("linear", context, seed);
        var (experts, size) = (context.TrainedFor.Count, context.Encoder.HiddenSize);
        var layer = nn.Linear(weights.Matrix("weight", experts, size), weights.Vector("bias", experts));
        return new NetworkScorer("linear", new LinearNetwork(layer), context.TrainedFor, size);
    }
}
