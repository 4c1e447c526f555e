using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.Indexing;

public sealed class ScatterTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Scatter_writes_where_the_index_says()
    {
        var index = tensor([1L, 0L], [2, 1]);

        TensorAssert.Holds(zeros(2, 2).scatter(1, index, tensor([5f, 6f], [2, 1])), [2, 2], 0, 5, 6, 0);
        TensorAssert.Holds(ones(2, 2).scatter_(1, index, tensor([5f, 6f], [2, 1])), [2, 2], 1, 5, 6, 1);
    }

    [Fact]
    public void Scatter_add_sums_what_meets_in_one_place()
    {
        var index = tensor([0L, 0L, 1L]);

        TensorAssert.Holds(zeros(2).scatter_add(0, index, tensor([1f, 2f, 4f])), [2], 3, 4);
        TensorAssert.Holds(zeros(2).index_add_(0, index, tensor([1f, 2f, 4f]), 10), [2], 30, 40);
        TensorAssert.Holds(zeros(2).index_put_(tensor([1f, 2f, 4f]), [index], accumulate: true), [2], 3, 4);
    }

    [Fact]
    public void Index_and_mask_writes_leave_the_rest_alone()
    {
        var t = arange(4, ScalarType.Float32);

        TensorAssert.Holds(t.index_fill(0, tensor([1L, 3L]), 9), [4], 0, 9, 2, 9);
        TensorAssert.Holds(t.index_copy(0, tensor([0L]), tensor([7f])), [4], 7, 1, 2, 3);
        TensorAssert.Holds(t.masked_fill(t > 1, -1), [4], 0, 1, -1, -1);
        TensorAssert.Holds(t.masked_scatter(t > 1, tensor([5f, 6f])), [4], 0, 1, 5, 6);
        TensorAssert.Holds(t, [4], 0, 1, 2, 3);
    }

    [Fact]
    public void Searchsorted_finds_the_places_of_insertion() =>
        TensorAssert.Holds(searchsorted(tensor([1f, 3f, 5f]), tensor([0f, 3f, 9f])), [3], 0, 1, 3);
}
