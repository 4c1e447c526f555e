using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.Arithmetic;

public sealed class ArithmeticTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Operators_of_two_tensors_work_element_by_element()
    {
        var a = tensor([1f, 2f, 3f]);
        var b = tensor([4f, -2f, 0.5f]);

        TensorAssert.Holds(a + b, [3], 5, 0, 3.5);
        TensorAssert.Holds(a - b, [3], -3, 4, 2.5);
        TensorAssert.Holds(a * b, [3], 4, -4, 1.5);
        TensorAssert.Holds(a / b, [3], 0.25, -1, 6);
        TensorAssert.Holds(a % tensor([2f, 2f, 2f]), [3], 1, 0, 1);
        TensorAssert.Holds(-a, [3], -1, -2, -3);
    }

    [Fact]
    public void Shapes_broadcast_when_they_differ()
    {
        var column = tensor([1f, 2f]).reshape(2, 1);
        var row = tensor([10f, 20f, 30f]);

        TensorAssert.Holds(column + row, [2, 3], 11, 21, 31, 12, 22, 32);
    }

    [Fact]
    public void Named_operators_agree_with_their_signs()
    {
        var a = tensor([5f, -7f]);
        var b = tensor([3f, 2f]);

        TensorAssert.Close(a + b, a.add(b));
        TensorAssert.Close(a - b, a.sub(b));
        TensorAssert.Close(a * b, a.mul(b));
        TensorAssert.Close(a / b, a.div(b));
        TensorAssert.Holds(a.add(b, 2), [2], 11, -3);
        TensorAssert.Holds(a.div(b, RoundingMode.floor), [2], 1, -4);
        TensorAssert.Holds(a.div(b, RoundingMode.trunc), [2], 1, -3);
        TensorAssert.Holds(a.floor_divide(b), [2], 1, -4);
        TensorAssert.Holds(a.remainder(b), [2], 2, 1);
        TensorAssert.Holds(a.fmod(b), [2], 2, -1);
    }

    [Fact]
    public void Unary_operators_match_the_mathematics()
    {
        double[] x = [0.25, 1.5, 2.75];
        var t = tensor(x);

        TensorAssert.Holds(t.exp(), [3], [.. x.Select(Math.Exp)]);
        TensorAssert.Holds(t.log(), [3], [.. x.Select(v => Math.Log(v))]);
        TensorAssert.Holds(t.log1p(), [3], [.. x.Select(v => Math.Log(1 + v))]);
        TensorAssert.Holds(t.sqrt(), [3], [.. x.Select(Math.Sqrt)]);
        TensorAssert.Holds(t.rsqrt(), [3], [.. x.Select(v => 1 / Math.Sqrt(v))]);
        TensorAssert.Holds(t.sin(), [3], [.. x.Select(Math.Sin)]);
        TensorAssert.Holds(t.cos(), [3], [.. x.Select(Math.Cos)]);
        TensorAssert.Holds(t.tanh(), [3], [.. x.Select(Math.Tanh)]);
        TensorAssert.Holds(t.sigmoid(), [3], [.. x.Select(v => 1 / (1 + Math.Exp(-v)))]);
        TensorAssert.Holds(t.square(), [3], [.. x.Select(v => v * v)]);
        TensorAssert.Holds(t.reciprocal(), [3], [.. x.Select(v => 1 / v)]);
        TensorAssert.Holds((t - 1.5).abs(), [3], 1.25, 0, 1.25);
        TensorAssert.Holds((t - 1.5).sign(), [3], -1, 0, 1);
        TensorAssert.Holds(t.floor(), [3], 0, 1, 2);
        TensorAssert.Holds(t.ceil(), [3], 1, 2, 3);
        TensorAssert.Holds(t.round(1), [3], 0.2, 1.5, 2.8);
    }

    [Fact]
    public void In_place_operators_change_and_return_the_tensor_itself()
    {
        var t = tensor([1f, 4f, 9f]);

        Assert.Same(t, t.sqrt_());
        Assert.Same(t, t.add_(1));
        Assert.Same(t, t.mul_(tensor([2f, 3f, 4f])));
        Assert.Same(t, t.sub_(tensor([1f, 1f, 1f])));

        TensorAssert.Holds(t, [3], 3, 8, 15);
    }

    [Fact]
    public void Powers_and_clamps_take_numbers_and_tensors()
    {
        var t = tensor([1f, 2f, 3f]);

        TensorAssert.Holds(t.pow(2), [3], 1, 4, 9);
        TensorAssert.Holds(t.pow(tensor([0f, 1f, 3f])), [3], 1, 2, 27);
        TensorAssert.Holds(t.clamp(1.5, 2.5), [3], 1.5, 2, 2.5);
        TensorAssert.Holds(t.clamp(min: 2), [3], 2, 2, 3);
        TensorAssert.Holds(t.clamp_max(2), [3], 1, 2, 2);
        TensorAssert.Holds(t.clamp_min(2), [3], 2, 2, 3);
    }

    [Fact]
    public void Compound_operators_follow_their_formulas()
    {
        var t = tensor([1f, 2f]);
        var u = tensor([3f, 4f]);
        var v = tensor([2f, 8f]);

        TensorAssert.Holds(t.addcmul(u, v, 0.5), [2], 4, 18);
        TensorAssert.Holds(t.addcdiv(u, v, 2), [2], 4, 3);
        TensorAssert.Holds(t.lerp(u, tensor([0.5f, 0.25f])), [2], 2, 2.5);
        TensorAssert.Holds(tensor([float.NaN, float.PositiveInfinity]).nan_to_num(1, 2, 3), [2], 1, 2);
    }
}
