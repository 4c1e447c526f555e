using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.Reductions;

public sealed class SortingTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Topk_gives_the_largest_in_order()
    {
        var (values, indexes) = tensor([3f, 9f, 1f, 7f]).topk(2);

        TensorAssert.Holds(values, [2], 9, 7);
        TensorAssert.Holds(indexes, [2], 1, 3);
        Assert.Equal(ScalarType.Int64, indexes.dtype);
    }

    [Fact]
    public void Topk_gives_the_smallest_when_asked()
    {
        var (values, _) = tensor([3f, 9f, 1f, 7f]).topk(2, largest: false);

        TensorAssert.Holds(values, [2], 1, 3);
    }

    [Fact]
    public void Sorting_returns_values_and_their_places()
    {
        var (values, indices) = tensor([3f, 1f, 2f]).sort();

        TensorAssert.Holds(values, [3], 1, 2, 3);
        TensorAssert.Holds(indices, [3], 1, 2, 0);
        TensorAssert.Holds(tensor([3f, 1f, 2f]).sort(descending: true).Values, [3], 3, 2, 1);
        TensorAssert.Holds(tensor([3f, 1f, 2f]).argsort(), [3], 1, 2, 0);
    }

    [Fact]
    public void Order_statistics_pick_one_element()
    {
        var t = tensor([5f, 1f, 4f, 2f, 2f]);

        TensorAssert.Holds(t.median(), [], 2);
        TensorAssert.Holds(t.kthvalue(4, 0).values, [], 4);
        TensorAssert.Holds(t.mode().values, [], 2);
    }

    [Fact]
    public void Unique_elements_come_with_inverse_and_counts_when_asked()
    {
        var (output, inverse, counts) = tensor([3L, 1L, 3L]).unique(return_inverse: true, return_counts: true);

        TensorAssert.Holds(output, [2], 1, 3);
        TensorAssert.Holds(inverse!, [3], 1, 0, 1);
        TensorAssert.Holds(counts!, [2], 1, 2);
    }
}
