using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.Reductions;

public sealed class ReductionTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    private static Tensor Matrix => tensor([1f, 5f, 3f, 4f, 2f, 6f], [2, 3]);

    [Fact]
    public void Sums_and_means_reduce_what_they_are_told()
    {
        TensorAssert.Holds(Matrix.sum(), [], 21);
        TensorAssert.Holds(Matrix.sum(dim: 0), [3], 5, 7, 9);
        TensorAssert.Holds(Matrix.sum(1, keepdim: true), [2, 1], 9, 12);
        TensorAssert.Holds(Matrix.mean(), [], 3.5);
        TensorAssert.Holds(Matrix.mean([1]), [2], 3, 4);
        TensorAssert.Holds(Matrix.prod(1), [2], 15, 48);
        Assert.Equal(ScalarType.Float64, Matrix.sum(ScalarType.Float64).dtype);
        Assert.Equal(ScalarType.Int64, tensor([1, 2]).sum().dtype);
    }

    [Fact]
    public void Spread_is_unbiased_unless_told_otherwise()
    {
        TensorAssert.Holds(tensor([1f, 2f, 3f, 4f]).var(), [], 5.0 / 3);
        TensorAssert.Holds(tensor([1f, 2f, 3f, 4f]).var(unbiased: false), [], 1.25);
        TensorAssert.Holds(tensor([1f, 2f, 3f, 4f]).std(), [], Math.Sqrt(5.0 / 3));
        TensorAssert.Holds(Matrix.std(1, unbiased: false), [2], Math.Sqrt(8.0 / 3), Math.Sqrt(8.0 / 3));
        TensorAssert.Holds(Matrix.norm(), [], Math.Sqrt(91));
    }

    [Fact]
    public void Extremes_come_with_their_places()
    {
        var (values, indexes) = Matrix.max(1);

        TensorAssert.Holds(values, [2], 5, 6);
        TensorAssert.Holds(indexes, [2], 1, 2);
        TensorAssert.Holds(Matrix.max(), [], 6);
        TensorAssert.Holds(Matrix.min(), [], 1);
        TensorAssert.Holds(Matrix.argmax(), [], 5);
        TensorAssert.Holds(Matrix.argmax(1), [2], 1, 2);
        TensorAssert.Holds(Matrix.argmin(0), [3], 0, 1, 0);
        TensorAssert.Holds(Matrix.amax(0), [3], 4, 5, 6);
        TensorAssert.Holds(maximum(tensor([1f, 4f]), tensor([2f, 3f])), [2], 2, 4);
    }

    [Fact]
    public void Softmax_family_sums_to_one()
    {
        var e = new[] { Math.Exp(1), Math.Exp(5), Math.Exp(3) };

        TensorAssert.Holds(Matrix.softmax(1)[0], [3], [.. e.Select(x => x / e.Sum())]);
        TensorAssert.Holds(Matrix.log_softmax(1)[0], [3], [.. e.Select(x => Math.Log(x / e.Sum()))]);
        TensorAssert.Holds(Matrix.logsumexp(1)[0], [], Math.Log(e.Sum()));
        TensorAssert.Holds(Matrix.softmax(-1).sum(-1), [2], 1, 1);
    }

    [Fact]
    public void Truths_are_counted_and_quantified()
    {
        var truths = tensor(new[] { true, false, true });

        Assert.True(truths.any().item<bool>());
        Assert.False(truths.all().item<bool>());
        TensorAssert.Holds(truths.count_nonzero(), [], 2);
        TensorAssert.Holds(tensor([1L, 1L, 3L]).bincount(null), [4], 0, 2, 0, 1);
        TensorAssert.Holds(tensor([1f, 2f, 3f]).cumsum(0), [3], 1, 3, 6);
        TensorAssert.Holds(tensor([1f, 2f, 3f]).cumprod(0), [3], 1, 2, 6);
    }
}
