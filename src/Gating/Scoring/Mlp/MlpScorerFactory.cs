using MoECollab.Gating.Options;
using static TorchSharp.torch;

namespace MoECollab.Gating.Scoring.Mlp;

/// <summary><c>mlp</c>. Options: <c>size</c> of the inner layer, 1 to 65536, default 64; <c>activation</c> gelu (default), relu or tanh; <c>seed</c> of the first weights, default 0.</summary>
internal sealed class MlpScorerFactory : IGatingFactory<IScorer>
{
    public IScorer Create(GatingContext context)
    {
        var options = new ComponentOptions("mlp", context.Options);
        var inner = options.Whole("size", 64, 1, 65536);
        var activation = Enum.Parse<Activation>(options.OneOf("activation", "gelu", "gelu", "relu", "tanh"), ignoreCase: true);
        var seed = options.Whole("seed", 0, 0, int.MaxValue);
        options.Done();

        using var weights = new NetworkWeights("mlp", context, seed);
        var (experts, size) = (context.TrainedFor.Count, context.Encoder.HiddenSize);
        var up = nn.Linear(weights.Matrix("up.weight", inner, size), weights.Vector("up.bias", inner));
        var down = nn.Linear(weights.Matrix("down.weight", experts, inner), weights.Vector("down.bias", experts));
        return new NetworkScorer("mlp", new MlpNetwork(new MlpModule(up, down, activation)), context.TrainedFor, size);
    }
}
