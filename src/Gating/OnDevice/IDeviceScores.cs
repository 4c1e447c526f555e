using static TorchSharp.torch;

namespace MoECollab.Gating.OnDevice;

/// <summary>A scorer for one snapshot of experts on a device. Calls may overlap.</summary>
internal interface IDeviceScores : IDisposable
{
    /// <summary>As <see cref="ScoreTable.Cold"/>.</summary>
    IReadOnlyList<int> Cold { get; }

    /// <summary>Bytes that it holds on the device besides what the scorer holds.</summary>
    long Bytes { get; }

    /// <summary>Scores every input, without waiting for the device.</summary>
    /// <param name="request">B inputs with hidden vectors.</param>
    /// <returns>[B, N]; owned by the caller.</returns>
    Tensor Score(RoutingRequest request);
}
