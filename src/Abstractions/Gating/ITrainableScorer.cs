using static TorchSharp.torch;

namespace MoECollab.Gating;

/// <summary>A scorer whose parameters the gate's trainer fits by gradients.</summary>
public interface ITrainableScorer : IScorer
{
    /// <summary>Its parameters; owned by the scorer.</summary>
    nn.Module Module { get; }

    /// <summary>The logits of the experts in <see cref="IScorer.TrainedFor"/>, in that order, with a graph where gradients are on.</summary>
    /// <param name="request">The inputs; borrowed.</param>
    /// <returns>Logits [B, N]; owned by the caller.</returns>
    Tensor Logits(RoutingRequest request);

    /// <summary>Writes the weights as a trained gate's files.</summary>
    /// <param name="folder">The gate's folder; files go below <c>moe/</c>.</param>
    void Save(string folder);
}
