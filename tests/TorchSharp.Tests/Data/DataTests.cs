using System.Collections;
using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.TorchSharp.Tests.Data;

public sealed class DataTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Elements_are_read_and_written_in_place()
    {
        var t = tensor([1f, 2f, 3f, 4f], [2, 2]);
        using var data = t.data<float>();

        data[1, 0] = 30;
        data[3] = 40;

        Assert.Equal(2, data[0, 1]);
        Assert.Equal([1, 2, 30, 40], data.ToArray());
        Assert.Equal(4, data.Count);
        TensorAssert.Holds(t, [2, 2], 1, 2, 30, 40);
        Assert.Equal(30, ((float[,])data.ToNDArray())[1, 0]);
    }

    [Fact]
    public void Elements_of_a_view_come_in_the_views_order()
    {
        using var data = tensor([1f, 2f, 3f, 4f], [2, 2]).t().data<float>();

        Assert.Equal([1, 3, 2, 4], data.ToArray());
        Assert.Equal(2, data[1, 0]);
    }

    [Fact]
    public void Spans_copy_in_both_directions()
    {
        var t = zeros(4);
        using var data = t.data<float>();
        var target = new float[2];

        data.CopyFrom([5f, 6f], 0, 1);
        data.CopyTo(target.AsSpan(), 0, 1);

        Assert.Equal([5, 6], target);
        TensorAssert.Holds(t, [4], 0, 5, 6, 0);
    }

    [Fact]
    public void Bytes_are_the_memory_itself()
    {
        var t = tensor([1, 2]);

        t.bytes[0] = 9;

        Assert.Equal(8, t.bytes.Length);
        TensorAssert.Holds(t, [2], 9, 2);
    }

    [Fact]
    public void A_saved_tensor_loads_as_it_was()
    {
        var file = Path.GetTempFileName();
        var stream = new MemoryStream();
        var t = tensor([1.5, 2.5], [2, 1]);

        save(t, file);
        t.Save(stream);
        stream.Position = 0;

        TensorAssert.Close(t, load(file));
        TensorAssert.Close(t, TensorExtensionMethods.Load(new BinaryReader(stream)));
        File.Delete(file);
    }

    [Fact]
    public void Loading_into_another_shape_is_refused()
    {
        var stream = new MemoryStream();
        ones(2).Save(stream);
        stream.Position = 0;

        Assert.Throws<ArgumentException>(() => ones(3).Load(new BinaryReader(stream)));
    }

    [Fact]
    public void Text_names_shape_type_and_device()
    {
        var text = ones(2, 3).ToString();

        Assert.Contains("2x3", text);
        Assert.Contains("Float32", text);
        Assert.Contains("cpu", text);
    }

    [Fact]
    public void Lists_are_nested_and_hold_scalars()
    {
        var rows = Assert.IsType<ArrayList>(arange(4).reshape(2, 2).tolist());

        var row = Assert.IsType<ArrayList>(rows[1]);
        Assert.Equal(3, Assert.IsType<Scalar>(row[1]).ToInt32());
        Assert.Equal(ScalarType.Float64, Assert.IsType<Scalar>(ones([]).tolist()).Type);
    }
}
