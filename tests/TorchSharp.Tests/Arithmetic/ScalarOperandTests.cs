using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.Arithmetic;

public sealed class ScalarOperandTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Numbers_of_every_kind_may_stand_on_either_side()
    {
        var t = tensor([1f, 2f]);

        TensorAssert.Holds(t + 1, [2], 2, 3);
        TensorAssert.Holds(1 + t, [2], 2, 3);
        TensorAssert.Holds(t - 1L, [2], 0, 1);
        TensorAssert.Holds(1L - t, [2], 0, -1);
        TensorAssert.Holds(t * 2.5f, [2], 2.5, 5);
        TensorAssert.Holds(2.5f * t, [2], 2.5, 5);
        TensorAssert.Holds(t / 2.0, [2], 0.5, 1);
        TensorAssert.Holds(2.0 / t, [2], 2, 1);
        TensorAssert.Holds(t % 2, [2], 1, 0);
    }

    [Fact]
    public void A_number_never_widens_the_tensor_within_its_category()
    {
        Assert.Equal(ScalarType.Float32, (tensor([1f]) * 2.0).dtype);
        Assert.Equal(ScalarType.Float32, (tensor([1f]) * 2).dtype);
        Assert.Equal(ScalarType.Float16, (tensor([1f]).half() * 2.0).dtype);
        Assert.Equal(ScalarType.Int32, (tensor([1]) + 2L).dtype);
        Assert.Equal(ScalarType.Byte, (tensor([(byte)1, (byte)2]) + 2).dtype);
    }

    [Fact]
    public void A_real_number_makes_integers_real()
    {
        Assert.Equal(ScalarType.Float32, (tensor([1, 2]) * 2.5).dtype);
        TensorAssert.Holds(tensor([1, 2]) * 2.5, [2], 2.5, 5);
        Assert.Equal(ScalarType.Float32, (tensor([1, 3]) / 2).dtype);
        TensorAssert.Holds(tensor([1, 3]) / 2, [2], 0.5, 1.5);
        Assert.Equal(ScalarType.Int64, (tensor(new[] { true, false }) + 1).dtype);
    }

    [Fact]
    public void Two_tensors_promote_to_the_wider_type()
    {
        Assert.Equal(ScalarType.Float64, (tensor([1f]) + tensor([1.0])).dtype);
        Assert.Equal(ScalarType.Int64, (tensor([1]) + tensor([1L])).dtype);
        Assert.Equal(ScalarType.Float32, (tensor([1L]) + tensor([1f])).dtype);
        Assert.Equal(ScalarType.Float32, (tensor([1f]) + tensor(1.0, ScalarType.Float64)).dtype);
    }

    [Fact]
    public void Different_numbers_in_turn_never_stand_in_for_each_other()
    {
        var t = ones(2);
        for (var i = 0; i < 200; i++)
        {
            TensorAssert.Holds(t * i, [2], i, i);
            TensorAssert.Holds(t * (i + 0.5), [2], i + 0.5, i + 0.5);
            TensorAssert.Holds(t.to_type(ScalarType.Float64) * i, [2], i, i);
        }
    }

    [Fact]
    public void A_number_used_in_inference_mode_serves_gradients_afterwards()
    {
        using (inference_mode()) _ = ones(2) * 1234.5;
        var t = ones(2, requires_grad: true);

        (t * 1234.5).sum().backward();

        TensorAssert.Holds(t.grad!, [2], 1234.5, 1234.5);
    }

    [Fact]
    public void Zero_and_negative_zero_are_two_numbers()
    {
        var one = ones(1);

        TensorAssert.Holds(one / (one * 0.0), [1], double.PositiveInfinity);
        TensorAssert.Holds(one / (one * -0.0), [1], double.NegativeInfinity);
    }
}
