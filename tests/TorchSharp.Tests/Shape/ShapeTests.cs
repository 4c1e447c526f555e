using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.Shape;

public sealed class ShapeTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    private static Tensor Six => arange(6, ScalarType.Float32).reshape(2, 3);

    [Fact]
    public void Views_keep_the_elements_and_change_the_dimensions()
    {
        TensorAssert.Holds(Six.view(3, 2), [3, 2], 0, 1, 2, 3, 4, 5);
        TensorAssert.Holds(Six.reshape(-1), [6], 0, 1, 2, 3, 4, 5);
        TensorAssert.Holds(Six.t(), [3, 2], 0, 3, 1, 4, 2, 5);
        TensorAssert.Holds(Six.T, [3, 2], 0, 3, 1, 4, 2, 5);
        TensorAssert.Holds(Six.transpose(0, 1), [3, 2], 0, 3, 1, 4, 2, 5);
        TensorAssert.Holds(Six.permute(1, 0), [3, 2], 0, 3, 1, 4, 2, 5);
        Assert.Equal([2, 1, 3], Six.unsqueeze(1).shape);
        Assert.Equal([2, 3], Six.unsqueeze(1).squeeze(1).shape);
        Assert.Equal([6], Six.flatten().shape);
        Assert.Equal([2, 3, 1], Six.unflatten(1, 3, 1).shape);
        Assert.Equal([4, 2, 3], Six.expand(4, 2, 3).shape);
    }

    [Fact]
    public void Sizes_strides_and_contiguity_are_told()
    {
        var turned = Six.t();

        Assert.Equal([3, 2], turned.shape);
        Assert.Equal([1, 3], turned.stride());
        Assert.Equal(3, turned.size(0));
        Assert.False(turned.is_contiguous());
        Assert.True(turned.contiguous().is_contiguous());
        Assert.Equal(6, turned.numel());
        Assert.Equal(2, turned.dim());
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 1, 1, 2], ones([1, 1, 1, 1, 1, 1, 1, 1, 1, 2]).shape);
    }

    [Fact]
    public void Tensors_are_joined_and_taken_apart()
    {
        TensorAssert.Holds(cat([Six, Six[1..]], 0), [3, 3], 0, 1, 2, 3, 4, 5, 3, 4, 5);
        TensorAssert.Holds(stack([tensor([1f]), tensor([2f])]), [2, 1], 1, 2);
        Assert.Equal(2, Six.chunk(2).Length);
        TensorAssert.Holds(Six.split([1, 2], 1)[1], [2, 2], 1, 2, 4, 5);
        TensorAssert.Holds(Six.unbind(1)[2], [2], 2, 5);
        TensorAssert.Holds(vstack((Tensor[])[Six, Six])[3], [3], 3, 4, 5);
        TensorAssert.Holds(hstack(Six, Six)[0], [6], 0, 1, 2, 0, 1, 2);
    }

    [Fact]
    public void Elements_are_repeated_turned_and_cut()
    {
        TensorAssert.Holds(tensor([1f, 2f]).repeat(2), [4], 1, 2, 1, 2);
        TensorAssert.Holds(Six.flip(1), [2, 3], 2, 1, 0, 5, 4, 3);
        TensorAssert.Holds(tensor([1f, 2f, 3f]).roll(1), [3], 3, 1, 2);
        TensorAssert.Holds(ones(2, 2).tril(), [2, 2], 1, 0, 1, 1);
        TensorAssert.Holds(ones(2, 2).triu(1), [2, 2], 0, 1, 0, 0);
        TensorAssert.Holds(arange(5).unfold(0, 3, 2), [2, 3], 0, 1, 2, 2, 3, 4);
    }

    [Fact]
    public void Sizes_behave_as_values()
    {
        Size size = new long[] { 2, 3 };

        Assert.Equal(6, size.numel());
        Assert.Equal(2, size.Length);
        Assert.True(size == new Size((2, 3)));
        Assert.Equal(3, size[1]);
    }
}
