using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.Conversion;

public sealed class ConversionTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Types_convert_with_truncation_towards_zero()
    {
        var t = tensor([1.7f, -1.7f]);

        TensorAssert.Holds(t.to_type(ScalarType.Int64), [2], 1, -1);
        TensorAssert.Holds(t.to(ScalarType.Float64), [2], 1.7f, -1.7f);
        Assert.Equal(ScalarType.Bool, t.@bool().dtype);
        Assert.Equal(ScalarType.BFloat16, t.bfloat16().dtype);
        Assert.Equal(ScalarType.Int32, t.@int().dtype);
        Assert.Equal(ScalarType.Float64, t.type_as(tensor([1.0])).dtype);
    }

    [Fact]
    public void Converting_to_what_it_is_gives_the_tensor_itself()
    {
        var t = tensor([1f]);

        Assert.Same(t, t.to(ScalarType.Float32));
        Assert.Same(t, t.cpu());
        Assert.NotSame(t, t.to(ScalarType.Float32, copy: true));
    }

    [Fact]
    public void Tensors_of_one_element_cast_to_numbers()
    {
        var t = tensor([2.5f]);

        Assert.Equal(2.5f, (float)t);
        Assert.Equal(2.5, (double)t);
        Assert.Equal(2.5f, t.ToSingle());
        Assert.Equal(7, tensor(7L).ToInt32());
        Assert.True((bool)tensor(true));
    }

    [Fact]
    public void Type_questions_are_answered_from_the_type()
    {
        Assert.True(tensor([1f]).is_floating_point());
        Assert.True(tensor([1L]).is_integral());
        Assert.False(tensor([1L]).is_complex());
        Assert.Equal(8, tensor([1L]).ElementSize);
    }
}
