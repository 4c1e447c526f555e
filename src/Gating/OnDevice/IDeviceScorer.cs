using static TorchSharp.torch;

namespace MoECollab.Gating.OnDevice;

/// <summary>A built-in scorer that can score on a device without waiting for it.</summary>
internal interface IDeviceScorer
{
    /// <summary>What scores these experts on a device; null where the host has to have a hand in it. Owned by the caller.</summary>
    /// <param name="experts">The experts of the calls to come.</param>
    /// <param name="device">Where.</param>
    IDeviceScores? OnDevice(ExpertSnapshot experts, Device device);
}
