using static TorchSharp.torch;

namespace MoECollab.Experts;

/// <summary>An expert whose inner representation others may read (latent exchange between experts).</summary>
public interface IExposesHidden : IExpert
{
    /// <summary>Length of its representation.</summary>
    int HiddenSize { get; }

    /// <summary>The representation of a batch.</summary>
    /// <param name="batch">B inputs; borrowed.</param>
    /// <returns>[B, <see cref="HiddenSize"/>]; owned by the caller.</returns>
    Tensor Hidden(ExpertBatch batch);
}
