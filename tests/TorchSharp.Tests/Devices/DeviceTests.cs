using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.Devices;

public sealed class DeviceTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Devices_are_read_from_text()
    {
        Assert.Equal(DeviceType.CPU, device("cpu").type);
        Assert.Equal(DeviceType.CUDA, new Device("cuda:1").type);
        Assert.Equal(1, new Device("cuda:1").index);
        Assert.Equal("cuda", new Device("cuda").ToString());
        Assert.Equal("cpu", CPU.ToString());
    }

    [Fact]
    public void Cuda_questions_agree_with_each_other()
    {
        Assert.Equal(cuda.is_available(), cuda.device_count() > 0);
        Assert.Equal(cuda.is_available(), TryInitializeDeviceType(DeviceType.CUDA));
        Assert.True(TryInitializeDeviceType(DeviceType.CPU));
    }

    [Fact]
    public void Cuda_agrees_with_the_cpu()
    {
        Assert.SkipUnless(cuda.is_available(), "no CUDA device on this machine");
        var a = rand(64, 64);

        var there = a.cuda();
        var product = there.matmul(there).softmax(1) * 2f;

        Assert.True(product.is_cuda);
        TensorAssert.Close(a.matmul(a).softmax(1) * 2f, product.cpu(), 1e-4);
    }

    [Fact]
    public void Tensors_are_on_the_cpu_unless_told_otherwise()
    {
        Assert.Equal(DeviceType.CPU, ones(1).device_type);
        Assert.Equal(DeviceType.CPU, get_default_device().type);
        Assert.Equal(DeviceType.META, zeros([2], device: META).device_type);
    }

    [Fact]
    public void Threads_set_before_the_first_tensor_are_kept_for_it()
    {
        var count = 0;

        // Alone in a process, this is the first that libtorch hears of; after others, it is like any later setting.
        var thread = new Thread(() =>
        {
            set_num_threads(3);
            count = get_num_threads();
        });
        thread.Start();
        thread.Join();

        Assert.Equal(3, count);
        set_num_threads(1);
    }

    [Fact]
    public void Threads_can_be_set_and_read()
    {
        var before = get_num_threads();

        set_num_threads(1);
        Assert.Equal(1, get_num_threads());
        set_num_threads(before);

        Assert.Equal(before, get_num_threads());
    }
}
