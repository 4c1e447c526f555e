using TorchSharp;

namespace MoECollab.Host.Budget;

/// <summary>Which memories there are.</summary>
/// <param name="IsApart">Whether the device that experts run on has a memory of its own beside the host's.</param>
internal sealed record MemoryTiers(bool IsApart)
{
    /// <summary>The tiers of a device.</summary>
    public static MemoryTiers Of(HostStart start) => new(start.Device.type != DeviceType.CPU);
}
