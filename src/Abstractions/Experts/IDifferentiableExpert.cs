using static TorchSharp.torch;

namespace MoECollab.Experts;

/// <summary>An expert whose parameters a trainer can fit by gradients.</summary>
public interface IDifferentiableExpert : IExpert
{
    /// <summary>Its parameters; owned by the expert.</summary>
    nn.Module Module { get; }

    /// <summary>The class logits, with a graph where gradients are on.</summary>
    /// <param name="batch">B inputs; borrowed.</param>
    /// <returns>Logits [B, C]; owned by the caller.</returns>
    Tensor Logits(ExpertBatch batch);

    /// <summary>Writes the weights as a package's files.</summary>
    /// <param name="folder">The package's folder; files go below <c>moe/</c>.</param>
    void Save(string folder);
}
