using static TorchSharp.torch;

namespace MoECollab.Training;

/// <summary>A term that is added to the task's loss, times a signed coefficient.</summary>
public interface IAuxiliaryLoss
{
    /// <summary>The name by which a training run chooses it.</summary>
    string Name { get; }

    /// <summary>The term's value.</summary>
    /// <param name="statistics">The batch's routing; borrowed.</param>
    /// <returns>A scalar with graph; owned by the caller.</returns>
    Tensor Compute(RoutingStatistics statistics);
}
