using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.Autograd;

public sealed class GradientTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    public static TheoryData<string> Expressions =>
        [.. Functions.Keys];

    private static readonly Dictionary<string, Func<Tensor, Tensor>> Functions = new()
    {
        ["product and sum"] = x => x * x + 3 * x - x / 2,
        ["number over tensor"] = x => 1.5 / x - (2 - x),
        ["exp log sqrt"] = x => x.exp() + x.log() + x.sqrt(),
        ["sigmoid tanh"] = x => x.sigmoid() * x.tanh(),
        ["softmax"] = x => x.softmax(0) * arange(4, ScalarType.Float64),
        ["log softmax"] = x => x.log_softmax(0)[1],
        ["matmul"] = x => x.reshape(2, 2).matmul(x.reshape(2, 2)),
        ["pow clamp"] = x => x.pow(3).clamp(0.5, 6),
        ["gather"] = x => x.gather(0, tensor([2L, 2L, 0L])) * tensor([1.0, 2.0, 3.0]),
        ["index add"] = x => zeros(3, ScalarType.Float64).index_add(0, tensor([0L, 2L, 2L, 1L]), x, 1).square(),
        ["scatter"] = x => zeros(5, ScalarType.Float64).scatter(0, tensor([4L, 3L, 1L, 0L]), x).square(),
        ["masked fill"] = x => x.masked_fill(x > 1, 7).square(),
        ["cat and slice"] = x => cat([x, x * 2])[1..6].square(),
        ["logsumexp and std"] = x => x.logsumexp(0) + x.std(),
        ["norm"] = x => x.norm(),
        ["topk"] = x => x.topk(2).values.square(),
        ["permute"] = x => x.reshape(2, 2).permute(1, 0).cumsum(0) * arange(4, ScalarType.Float64).reshape(2, 2),
        ["where"] = x => where(x > 1, x.square(), x),
    };

    [Theory]
    [MemberData(nameof(Expressions))]
    public void Gradients_match_finite_differences(string expression)
    {
        const double step = 1e-6;
        var function = Functions[expression];
        double[] at = [0.7, 1.3, 0.4, 1.9];
        var x = tensor(at, requires_grad: true);

        function(x).sum().backward();

        var gradient = x.grad!.data<double>().ToArray();
        for (var i = 0; i < at.Length; i++)
        {
            var slope = (Value(function, at, i, step) - Value(function, at, i, -step)) / (2 * step);
            Assert.Equal(slope, gradient[i], 1e-5);
        }
    }

    [Fact]
    public void Backward_adds_to_the_gradients_that_are_there()
    {
        var x = tensor([2.0], requires_grad: true);

        (x * x).sum().backward();
        (x * x).sum().backward();
        TensorAssert.Holds(x.grad!, [1], 8);
        x.grad = null;

        Assert.Null(x.grad);
    }

    [Fact]
    public void Grad_returns_gradients_without_touching_the_leaves()
    {
        var x = tensor([3.0], requires_grad: true);
        var y = tensor([2.0], requires_grad: true);

        var gradients = autograd.grad([(x * x * y).sum()], [x, y]);

        TensorAssert.Holds(gradients[0], [1], 12);
        TensorAssert.Holds(gradients[1], [1], 9);
        Assert.Null(x.grad);
    }

    [Fact]
    public void Second_derivatives_come_from_a_graph_of_the_first()
    {
        var x = tensor([2.0], requires_grad: true);

        var first = autograd.grad([x.pow(3).sum()], [x], create_graph: true)[0];
        var second = autograd.grad([first.sum()], [x])[0];

        TensorAssert.Holds(second, [1], 12);
    }

    [Fact]
    public void Intermediate_gradients_are_kept_when_asked()
    {
        var x = tensor([2.0], requires_grad: true);
        var y = x * 3;
        y.retain_grad();

        y.square().sum().backward();

        TensorAssert.Holds(y.grad!, [1], 12);
        Assert.False(y.is_leaf);
        Assert.True(x.is_leaf);
    }

    [Fact]
    public void Detached_tensors_carry_no_history()
    {
        var x = tensor([2.0], requires_grad: true);

        Assert.False((x * 2).detach().requires_grad);
        Assert.True((x * 2).requires_grad);
    }

    [Fact]
    public void A_graph_is_gone_after_backward_unless_retained()
    {
        var x = tensor([2.0], requires_grad: true);
        var kept = (x * x).sum();
        var spent = (x * x).sum();

        kept.backward(retain_graph: true);
        kept.backward();
        spent.backward();

        Assert.ThrowsAny<System.Runtime.InteropServices.ExternalException>(() => spent.backward());
    }

    private static double Value(Func<Tensor, Tensor> function, double[] at, int place, double step)
    {
        using var quiet = no_grad();
        double[] moved = [.. at];
        moved[place] += step;
        return function(tensor(moved)).sum().item<double>();
    }
}
