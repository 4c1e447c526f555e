using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.Creation;

public sealed class CreationTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Constant_tensors_have_the_shape_and_type_asked_for()
    {
        TensorAssert.Holds(zeros(2, 2), [2, 2], 0, 0, 0, 0);
        TensorAssert.Holds(ones([1, 2], ScalarType.Int64), [1, 2], 1, 1);
        TensorAssert.Holds(full(2, 2, 7), [2, 2], 7, 7, 7, 7);
        TensorAssert.Holds(eye(2), [2, 2], 1, 0, 0, 1);
        Assert.Equal([2, 3, 4, 5], empty(2, 3, 4, 5).shape);
        Assert.Equal(ScalarType.Float32, zeros(1).dtype);
        Assert.Equal(ScalarType.Int64, ones([1], ScalarType.Int64).dtype);
        Assert.True(zeros(1, requires_grad: true).requires_grad);
    }

    [Fact]
    public void Ranges_are_integers_when_their_bounds_are()
    {
        TensorAssert.Holds(arange(4), [4], 0, 1, 2, 3);
        TensorAssert.Holds(arange(1, 7, 2), [3], 1, 3, 5);
        TensorAssert.Holds(arange(0, 1, 0.25), [4], 0, 0.25, 0.5, 0.75);
        TensorAssert.Holds(linspace(0, 1, 3), [3], 0, 0.5, 1);
        Assert.Equal(ScalarType.Int64, arange(4).dtype);
        Assert.Equal(ScalarType.Float32, arange(0, 1, 0.25).dtype);
    }

    [Fact]
    public void Arrays_become_tensors_of_their_element_type()
    {
        TensorAssert.Holds(tensor(new float[,] { { 1, 2 }, { 3, 4 } }), [2, 2], 1, 2, 3, 4);
        TensorAssert.Holds(tensor([1f, 2f, 3f, 4f], [2, 2]), [2, 2], 1, 2, 3, 4);
        TensorAssert.Holds(tensor([1L, 2L], ScalarType.Float64), [2], 1, 2);
        Assert.Equal(ScalarType.Bool, tensor(new[] { true }).dtype);
        Assert.Equal(ScalarType.Byte, tensor(new byte[] { 1 }).dtype);
        Assert.Equal(ScalarType.Int16, tensor(new short[] { 1 }).dtype);
        Assert.Equal(ScalarType.Int32, tensor(new[] { 1 }).dtype);
        Assert.Equal(ScalarType.Int64, tensor(new[] { 1L }).dtype);
        Assert.Equal(ScalarType.Float64, tensor(new[] { 1.0 }).dtype);
    }

    [Fact]
    public void A_tensor_of_an_array_is_a_copy_and_from_array_shares()
    {
        float[] source = [1, 2];
        var copy = tensor(source);
        var shared = from_array(source);

        source[0] = 9;

        TensorAssert.Holds(copy, [2], 1, 2);
        TensorAssert.Holds(shared, [2], 9, 2);
    }

    [Fact]
    public void An_array_that_does_not_fill_its_shape_is_refused() =>
        Assert.ThrowsAny<Exception>(() => tensor([1f, 2f, 3f], [2, 2]));

    [Fact]
    public void Numbers_become_tensors_without_dimensions()
    {
        Tensor number = 2.5f;

        Assert.Equal(0, number.dim());
        Assert.Equal(2.5f, number.item<float>());
        Assert.Equal(3, tensor(3L).item<long>());
    }

    [Fact]
    public void Likes_follow_shape_and_type_of_their_model()
    {
        var model = tensor([1L, 2L]);

        TensorAssert.Holds(zeros_like(model), [2], 0, 0);
        TensorAssert.Holds(ones_like(model), [2], 1, 1);
        TensorAssert.Holds(full_like(model, 5), [2], 5, 5);
        Assert.Equal(ScalarType.Int64, zeros_like(model).dtype);
        Assert.Equal(ScalarType.Float32, rand_like(model, ScalarType.Float32).dtype);
        Assert.Equal(ScalarType.Int64, model.new_zeros(3).dtype);
    }

    [Fact]
    public void A_clone_has_memory_of_its_own_and_an_alias_has_not()
    {
        var source = tensor([1f, 2f]);
        var copy = source.clone();
        var alias = source.alias();

        source.fill_(7);

        TensorAssert.Holds(copy, [2], 1, 2);
        TensorAssert.Holds(alias, [2], 7, 7);
        TensorAssert.Holds(copy.copy_(tensor([8f, 9f])), [2], 8, 9);
    }

    [Theory]
    [InlineData(ScalarType.Int8)]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Bool)]
    public void Random_tensors_are_of_real_types(ScalarType dtype)
    {
        Assert.Throws<ArgumentException>(() => rand(3, 4, dtype: dtype));
        Assert.Throws<ArgumentException>(() => randn(3, 4, dtype: dtype));
    }

    [Fact]
    public void Numbers_have_the_widest_type_of_their_kind()
    {
        Assert.Equal(ScalarType.Int64, ((byte)1).ToScalar().Type);
        Assert.Equal(ScalarType.Float64, 1f.ToScalar().Type);
        Assert.Equal(ScalarType.Bool, true.ToScalar().Type);
    }
}
