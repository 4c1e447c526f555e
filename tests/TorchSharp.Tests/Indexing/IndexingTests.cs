using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.Indexing;

public sealed class IndexingTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    private static Tensor Grid => arange(12, ScalarType.Float32).reshape(3, 4);

    [Fact]
    public void Numbers_and_slices_give_views()
    {
        var grid = Grid;

        TensorAssert.Holds(grid[1], [4], 4, 5, 6, 7);
        TensorAssert.Holds(grid[1, 2], [], 6);
        TensorAssert.Holds(grid[TensorIndex.Colon, 1], [3], 1, 5, 9);
        TensorAssert.Holds(grid[.., 1..3], [3, 2], 1, 2, 5, 6, 9, 10);
        TensorAssert.Holds(grid[^1], [4], 8, 9, 10, 11);
        TensorAssert.Holds(grid[TensorIndex.Ellipsis, TensorIndex.Slice(0, null, 2)], [3, 2], 0, 2, 4, 6, 8, 10);
        Assert.Equal([1, 3, 4], grid[TensorIndex.None].shape);
        grid[0].fill_(7);
        TensorAssert.Holds(grid[0], [4], 7, 7, 7, 7);
    }

    [Fact]
    public void Tensors_and_masks_gather_copies()
    {
        var grid = Grid;

        TensorAssert.Holds(grid[tensor([2L, 0L])], [2, 4], 8, 9, 10, 11, 0, 1, 2, 3);
        TensorAssert.Holds(grid[tensor([0L, 1L]), tensor([3L, 2L])], [2], 3, 6);
        TensorAssert.Holds(grid[grid > 9], [2], 10, 11);
        TensorAssert.Holds(grid[TensorIndex.Colon, TensorIndex.Tensor(tensor([3L, 0L]))], [3, 2], 3, 0, 7, 4, 11, 8);
    }

    [Fact]
    public void Assignment_writes_into_the_tensor()
    {
        var grid = Grid;

        grid[0, 1] = 100f;
        grid[TensorIndex.Colon, 3] = tensor([1f, 2f, 3f]);
        grid[grid == 8] = -1f;

        TensorAssert.Holds(grid, [3, 4], 0, 100, 2, 1, 4, 5, 6, 2, -1, 9, 10, 3);
    }

    [Fact]
    public void Selecting_rows_and_elements_follows_the_indices()
    {
        var grid = Grid;

        TensorAssert.Holds(grid.index_select(1, tensor([3L, 1L])), [3, 2], 3, 1, 7, 5, 11, 9);
        TensorAssert.Holds(grid.gather(1, tensor([0L, 3L, 1L]).reshape(3, 1)), [3, 1], 0, 7, 9);
        TensorAssert.Holds(grid.take(tensor([0L, 11L])), [2], 0, 11);
        TensorAssert.Holds(grid.masked_select(grid < 2), [2], 0, 1);
        TensorAssert.Holds(grid.narrow(0, 1, 2), [2, 4], 4, 5, 6, 7, 8, 9, 10, 11);
        TensorAssert.Holds((grid > 9).nonzero(), [2, 2], 2, 2, 2, 3);
        TensorAssert.Holds(tensor([1f, 2f]).repeat_interleave(2), [4], 1, 1, 2, 2);
        TensorAssert.Holds(grid.diagonal(), [3], 0, 5, 10);
        TensorAssert.Holds(diag(tensor([1f, 2f])), [2, 2], 1, 0, 0, 2);
    }
}
