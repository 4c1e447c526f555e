using System.Globalization;
using MoECollab.Errors;
using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.Mixture.Devices;

/// <summary>Reads <c>--device</c> and says what it came to.</summary>
/// <param name="Device">The device.</param>
/// <param name="Explanation">A sentence for people: which device, and why where that was not asked for by name.</param>
public sealed record DeviceChoice(Device Device, string Explanation)
{
    /// <summary>Reads <c>cpu</c>, <c>cuda</c>, <c>cuda:N</c> or <c>auto</c>.</summary>
    /// <param name="text">What the user wrote, in any case.</param>
    /// <exception cref="MoECollabException"><c>no-such-device</c>: the device is not there; <c>device-invalid</c>: the text is none of these.</exception>
    public static DeviceChoice Parse(string text) => Parse(text, () => new CudaProbe());

    // Nobody looks for CUDA where the CPU is asked for: the look links libtorch, a third of a second that an answer without tensors does not need.
    internal static DeviceChoice Parse(string text, Func<CudaProbe> look)
    {
        var name = text.Trim().ToLowerInvariant();
        if (name == "cpu")
            return new DeviceChoice(new(DeviceType.CPU), "device cpu");
        if (name != "auto" && name != "cuda" && !name.StartsWith("cuda:", StringComparison.Ordinal))
            throw new MoECollabException("device-invalid", $"The device is '{text}'; expected cpu, cuda, cuda:N or auto.");

        var probe = look();
        if (name == "auto")
        {
            return probe.DeviceCount > 0
                ? new DeviceChoice(new(DeviceType.CUDA, 0), $"device auto: cuda:0 ({probe.Report})")
                : new DeviceChoice(new(DeviceType.CPU), $"device auto: cpu ({probe.Report})");
        }

        var index = 0;
        if (name != "cuda" && !int.TryParse(name["cuda:".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out index))
            throw new MoECollabException("device-invalid", $"The device is '{text}'; expected a whole number after 'cuda:'.");
        if (index >= probe.DeviceCount)
            throw new MoECollabException("no-such-device", $"The device '{text}' is not there: {probe.Report}. Use --device cpu or auto, or point LIBTORCH_HOME to a libtorch with CUDA.");
        return new DeviceChoice(new(DeviceType.CUDA, index), $"device cuda:{index}");
    }
}
