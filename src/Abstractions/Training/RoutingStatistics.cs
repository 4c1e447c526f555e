using static TorchSharp.torch;

namespace MoECollab.Training;

/// <summary>What a batch's routing looked like. B inputs, N experts; tensors are borrowed and carry the graph.</summary>
/// <param name="Logits">The scorer's logits [B, N]; masked experts are −∞.</param>
/// <param name="Probabilities">softmax of the logits [B, N].</param>
/// <param name="Selected">1 where an expert was selected, 0 elsewhere [B, N]; without graph.</param>
public sealed record RoutingStatistics(Tensor Logits, Tensor Probabilities, Tensor Selected)
{
    /// <summary>How far the training is, 0 to 1.</summary>
    public double Progress { get; init; }
}
