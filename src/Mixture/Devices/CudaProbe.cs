using static TorchSharp.torch;

namespace MoECollab.Mixture.Devices;

/// <summary>What was found when CUDA was looked for.</summary>
internal record CudaProbe
{
    public CudaProbe()
    {
        var available = cuda.is_available();
        DeviceCount = available ? cuda.device_count() : 0;
        Report = available
            ? $"libtorch reports CUDA with {DeviceCount} device{(DeviceCount == 1 ? "" : "s")}"
            : "libtorch was asked for CUDA and reports none: it was built without CUDA, or there is no driver or no GPU";
    }

    /// <summary>Devices that can be used.</summary>
    public int DeviceCount { get; init; }

    /// <summary>What was probed and found, as a clause.</summary>
    public string Report { get; init; }
}
