using MoECollab.Errors;
using MoECollab.Mixture.Devices;
using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.Mixture.Tests.Devices;

public class DeviceChoiceTests
{
    private static readonly CudaProbe None = new() { DeviceCount = 0, Report = "nothing found" };
    private static readonly CudaProbe Two = new() { DeviceCount = 2, Report = "two found" };

    [Theory]
    [InlineData("cpu", DeviceType.CPU, -1)]
    [InlineData("CUDA", DeviceType.CUDA, 0)]
    [InlineData("cuda:1", DeviceType.CUDA, 1)]
    [InlineData("auto", DeviceType.CUDA, 0)]
    public void Device_is_read(string text, DeviceType type, int index)
    {
        var device = DeviceChoice.Parse(text, () => Two).Device;

        Assert.Equal((type, index), (device.type, device.index));
    }

    [Fact]
    public void Auto_says_what_it_came_to()
    {
        Assert.Equal("device auto: cpu (nothing found)", DeviceChoice.Parse("auto", () => None).Explanation);
        Assert.Equal("device auto: cuda:0 (two found)", DeviceChoice.Parse("auto", () => Two).Explanation);
    }

    [Theory]
    [InlineData("cuda", 0)]
    [InlineData("cuda:0", 0)]
    [InlineData("cuda:2", 2)]
    public void Device_that_is_not_there_is_refused_with_what_was_probed(string text, int devices)
    {
        var fault = Assert.Throws<MoECollabException>(() => DeviceChoice.Parse(text, () => devices == 0 ? None : Two));

        Assert.Equal("no-such-device", fault.Code);
        Assert.Contains(devices == 0 ? "nothing found" : "two found", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("")]
    public void Text_that_names_no_device_is_refused(string text)
    {
        Assert.Equal("device-invalid", Assert.Throws<MoECollabException>(() => DeviceChoice.Parse(text, () => Two)).Code);
    }

    [Fact]
    public void Probing_agrees_with_the_runtime()
    {
        Assert.Equal(cuda.is_available() ? DeviceType.CUDA : DeviceType.CPU, DeviceChoice.Parse("auto").Device.type);
    }
}
