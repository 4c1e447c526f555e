using System.Buffers.Binary;
using System.Text;
using MoECollab.Tests;
using MoECollab.Weights;
using static TorchSharp.torch;

namespace MoECollab.Abstractions.Tests.Weights;

public sealed class WeightWriterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("moe-weights-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(ScalarType.Bool)]
    [InlineData(ScalarType.Byte)]
    [InlineData(ScalarType.Int8)]
    [InlineData(ScalarType.Int16)]
    [InlineData(ScalarType.Int32)]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Tensors_of_every_type_come_back_as_they_were(ScalarType type)
    {
        using var original = arange(6, ScalarType.Float32).reshape(2, 3).to(type);

        WeightWriter.Write(At("a"), [WeightWriter.From("t", original)]);

        using var file = WeightFile.Open(At("a"));
        using var read = file.ToTensor("t", CPU);
        Assert.Equal((type, 2L, 3L), (read.dtype, read.shape[0], read.shape[1]));
        Assert.Equal(original.bytes.ToArray(), read.bytes.ToArray());
    }

    [Fact]
    public void Layout_that_is_not_contiguous_is_written_row_by_row()
    {
        using var transposed = arange(6, ScalarType.Float32).reshape(2, 3).t();

        WeightWriter.Write(At("a"), [WeightWriter.From("t", transposed)]);

        using var file = WeightFile.Open(At("a"));
        Assert.Equal([0f, 3f, 1f, 4f, 2f, 5f], file.Floats("t", 3, 2).ToArray());
    }

    [Fact]
    public void Reading_and_writing_leave_no_tensor()
    {
        using var original = ones([2, 2]);
        var before = LiveTensors.OfThisThread;

        WeightWriter.Write(At("a"), [WeightWriter.From("t", original)]);
        using (var file = WeightFile.Open(At("a")))
            file.ToTensor("t", CPU).Dispose();

        Assert.Equal(before, LiveTensors.OfThisThread);
    }

    [Fact]
    public void Equal_content_gives_equal_bytes_in_whatever_order_it_is_given()
    {
        NamedWeights[] weights = [NamedWeights.Of("b", [1], 1), NamedWeights.Of("a", [2f], 1), new("c", WeightType.U8, [1], new byte[] { 3 }), new("d", WeightType.F64, [1], new byte[8])];
        var metadata = new Dictionary<string, string> { ["z"] = "1", ["y"] = "2" };

        WeightWriter.Write(At("one"), weights, metadata);
        WeightWriter.Write(At("other"), weights.Reverse(), metadata.Reverse().ToDictionary());

        Assert.Equal(File.ReadAllBytes(At("one")), File.ReadAllBytes(At("other")));
    }

    [Fact]
    public void Header_is_padded_so_that_data_begin_at_a_multiple_of_eight()
    {
        WeightWriter.Write(At("a"), [NamedWeights.Of("name", [1f], 1)]);

        var bytes = File.ReadAllBytes(At("a"));
        var header = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        Assert.Equal(0, header % 8);
        Assert.StartsWith("""{"name":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", Encoding.UTF8.GetString(bytes, 8, (int)header), StringComparison.Ordinal);
        Assert.Equal(1f, BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(8 + (int)header)));
    }

    [Fact]
    public void Two_tensors_of_one_name_and_shapes_that_do_not_fit_are_refused_and_leave_no_file()
    {
        Assert.Throws<ArgumentException>(() => WeightWriter.Write(At("a"), [NamedWeights.Of("t", [1f], 1), NamedWeights.Of("t", [2f], 1)]));
        Assert.Throws<ArgumentException>(() => WeightWriter.Write(At("a"), [NamedWeights.Of("t", [1f], 2)]));

        Assert.Empty(Directory.EnumerateFiles(_folder));
    }

    [Fact]
    public void Metadata_may_be_anything_that_is_text()
    {
        var metadata = new Dictionary<string, string> { ["quote\""] = "line\nbreak ü" };

        WeightWriter.Write(At("a"), [NamedWeights.Of("ünï\"code", [1f], 1)], metadata);

        using var file = WeightFile.Open(At("a"));
        Assert.Equal(metadata, file.Metadata);
        Assert.Equal([1f], file.Floats("ünï\"code", 1).ToArray());
    }

    private string At(string name) => Path.Combine(_folder, name);
}
