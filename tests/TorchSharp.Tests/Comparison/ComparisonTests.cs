using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.Comparison;

public sealed class ComparisonTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Comparisons_give_truth_values()
    {
        var a = tensor([1f, 2f, 3f]);
        var b = tensor([3f, 2f, 1f]);

        TensorAssert.Holds(a == b, [3], 0, 1, 0);
        TensorAssert.Holds(a != b, [3], 1, 0, 1);
        TensorAssert.Holds(a < b, [3], 1, 0, 0);
        TensorAssert.Holds(a <= b, [3], 1, 1, 0);
        TensorAssert.Holds(a > b, [3], 0, 0, 1);
        TensorAssert.Holds(a >= b, [3], 0, 1, 1);
        Assert.Equal(ScalarType.Bool, (a == b).dtype);
    }

    [Fact]
    public void Comparisons_with_numbers_work_from_both_sides()
    {
        var a = tensor([1f, 2f, 3f]);

        TensorAssert.Holds(a > 2, [3], 0, 0, 1);
        TensorAssert.Holds(2 > a, [3], 1, 0, 0);
        TensorAssert.Holds(a == 2, [3], 0, 1, 0);
        TensorAssert.Holds(a.ge(2), [3], 0, 1, 1);
    }

    [Fact]
    public void Logical_operators_combine_truth_values()
    {
        var a = tensor(new[] { true, true, false });
        var b = tensor(new[] { true, false, false });

        TensorAssert.Holds(a & b, [3], 1, 0, 0);
        TensorAssert.Holds(a | b, [3], 1, 1, 0);
        TensorAssert.Holds(a ^ b, [3], 0, 1, 0);
        TensorAssert.Holds(~a, [3], 0, 0, 1);
        TensorAssert.Holds(a.logical_and(b), [3], 1, 0, 0);
        TensorAssert.Holds(a.logical_not(), [3], 0, 0, 1);
    }

    [Fact]
    public void Closeness_is_judged_with_tolerance()
    {
        var a = tensor([1f, 2f]);

        Assert.True(a.allclose(a + 1e-7f));
        Assert.False(a.allclose(a + 1));
        TensorAssert.Holds(a.isclose(tensor([1f, 3f])), [2], 1, 0);
        TensorAssert.Holds(tensor([float.NaN, 1f]).isnan(), [2], 1, 0);
        TensorAssert.Holds(tensor([float.PositiveInfinity, 1f]).isfinite(), [2], 0, 1);
    }

    [Fact]
    public void Where_picks_from_either_side()
    {
        var condition = tensor(new[] { true, false });

        TensorAssert.Holds(where(condition, tensor([1f, 2f]), tensor([3f, 4f])), [2], 1, 4);
    }
}
