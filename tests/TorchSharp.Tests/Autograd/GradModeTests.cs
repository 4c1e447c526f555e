using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.Autograd;

public sealed class GradModeTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void No_grad_holds_until_disposed()
    {
        var x = ones(1, requires_grad: true);

        using (no_grad())
        {
            Assert.False(is_grad_enabled());
            Assert.False((x * 2).requires_grad);
            using (enable_grad()) Assert.True((x * 2).requires_grad);
            Assert.False(is_grad_enabled());
        }

        Assert.True(is_grad_enabled());
        Assert.True((x * 2).requires_grad);
    }

    [Fact]
    public void Grad_mode_belongs_to_the_thread()
    {
        var elsewhere = false;
        using (no_grad())
        {
            var thread = new Thread(() => elsewhere = is_grad_enabled());
            thread.Start();
            thread.Join();
        }

        Assert.True(elsewhere);
    }

    [Fact]
    public void Inference_mode_holds_until_disposed()
    {
        var x = ones(1, requires_grad: true);

        using (inference_mode())
        {
            Assert.True(is_inference_mode_enabled());
            Assert.False((x * 2).requires_grad);
        }

        Assert.False(is_inference_mode_enabled());
    }

    [Fact]
    public void Leaves_change_in_place_only_without_gradients()
    {
        var x = ones(1, requires_grad: true);

        using (no_grad()) x.add_(1);

        TensorAssert.Holds(x, [1], 2);
        Assert.ThrowsAny<System.Runtime.InteropServices.ExternalException>(() => x.add_(1));
    }
}
