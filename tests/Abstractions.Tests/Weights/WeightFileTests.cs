using System.Buffers.Binary;
using System.Text;
using MoECollab.Errors;
using MoECollab.Weights;
using static TorchSharp.torch;

namespace MoECollab.Abstractions.Tests.Weights;

public sealed class WeightFileTests : IDisposable
{
    private const string F32 = "\"dtype\":\"F32\"";

    private readonly string _folder = Directory.CreateTempSubdirectory("moe-weights-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Header, bytes of data behind it, what the refusal says.
    public static TheoryData<string, int, string> BrokenHeaders => new()
    {
        { "not JSON", 0, "not sound JSON" },
        { "", 0, "not sound JSON" },
        { "{\"a\":", 0, "not sound JSON" },
        { "{} {}", 0, "not sound JSON" },
        { "[]", 0, "not a JSON object" },
        { "{\"a\":[[[[[[[[[[1]]]]]]]]]]}", 0, "'a' is not an object" },
        { $"{{{Entry("a", "[1]", 0, 4)},{Entry("a", "[1]", 4, 8)}}}", 8, "'a' twice" },
        { "{\"a\":{\"dtype\":\"F31\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "dtype 'F31'" },
        { "{\"a\":{\"dtype\":\"f32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "dtype 'f32'" },
        { "{\"a\":{\"dtype\":\"7\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "dtype '7'" },
        { "{\"a\":{\"dtype\":5,\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "not sound JSON" },
        { "{\"a\":{\"dtype\":null,\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "lacks one of dtype" },
        { $"{{\"a\":{{{F32},\"shape\":[-1],\"data_offsets\":[0,4]}}}}", 4, "whole numbers from 0" },
        { $"{{\"a\":{{{F32},\"shape\":[1.5],\"data_offsets\":[0,4]}}}}", 4, "whole numbers from 0" },
        { $"{{\"a\":{{{F32},\"shape\":\"1\",\"data_offsets\":[0,4]}}}}", 4, "shape of 'a' is not an array" },
        { $"{{{Entry("a", "[4294967296,4294967296]", 0, 4)}}}", 4, "larger than any file" },
        { $"{{{Entry("a", "[0,4294967296,4294967296,4294967296,4294967296,4294967296]", 0, 4)}}}", 4, "takes 0 bytes" },
        { $"{{{Entry("a", "[4611686018427387904,4]", 0, 0)}}}", 0, "larger than any file" },
        { $"{{{Entry("a", "[1]", 0, 8)}}}", 8, "takes 4 bytes, its data_offsets say 8" },
        { $"{{{Entry("a", "[1]", 4, 0)}}}", 4, "begin ≤ end" },
        { $"{{\"a\":{{{F32},\"shape\":[1],\"data_offsets\":[0]}}}}", 4, "begin ≤ end" },
        { $"{{\"a\":{{{F32},\"shape\":[1],\"data_offsets\":[0,4,8]}}}}", 4, "begin ≤ end" },
        { $"{{\"a\":{{{F32},\"shape\":[1],\"data_offsets\":[-4,0]}}}}", 4, "whole numbers from 0" },
        { $"{{{Entry("a", "[2]", 0, 8)},{Entry("b", "[1]", 4, 8)}}}", 8, "inside the tensor before it" },
        { $"{{{Entry("a", "[1]", 0, 4)},{Entry("b", "[1]", 8, 12)}}}", 12, "belong to no tensor" },
        { $"{{{Entry("a", "[1]", 4, 8)}}}", 8, "bytes 0 to 4 belong to no tensor" },
        { $"{{{Entry("a", "[2]", 0, 8)}}}", 4, "cut short" },
        { $"{{{Entry("a", "[1]", 0, 4)}}}", 6, "2 bytes follow the last tensor" },
        { "{}", 1, "1 bytes follow the last tensor" },
        { $"{{\"a\":{{{F32},\"shape\":[1]}}}}", 4, "lacks one of dtype" },
        { $"{{\"a\":{{{F32},\"shape\":[1],\"data_offsets\":[0,4],\"stride\":[1]}}}}", 4, "unknown member 'stride'" },
        { $"{{\"a\":{{{F32},{F32},\"shape\":[1],\"data_offsets\":[0,4]}}}}", 4, "'dtype' twice" },
        { "{\"__metadata__\":\"x\"}", 0, "not an object of strings" },
        { "{\"__metadata__\":{\"a\":1}}", 0, "__metadata__.a is not a string" },
        { "{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}", 0, "'a' twice" },
    };

    [Theory]
    [MemberData(nameof(BrokenHeaders))]
    public void Open_refuses_a_header_that_breaks_a_rule_and_says_which(string header, int dataBytes, string sentence)
    {
        var path = Write(FileOf(Encoding.UTF8.GetBytes(header), new byte[dataBytes]));

        Assert.Contains(sentence, Refused(path), StringComparison.Ordinal);
    }

    // Length field, bytes that follow, what the refusal says.
    [Theory]
    [InlineData(ulong.MaxValue, 16, "the format allows 100000000")]
    [InlineData(1UL << 63, 16, "the format allows 100000000")]
    [InlineData(100_000_001UL, 16, "the format allows 100000000")]
    [InlineData(17UL, 16, "only 16 follow")]
    [InlineData(100_000_000UL, 16, "only 16 follow")]
    public void Open_refuses_a_header_length_that_cannot_be(ulong length, int following, string sentence)
    {
        var bytes = new byte[sizeof(ulong) + following];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);

        Assert.Contains(sentence, Refused(Write(bytes)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(7, "7 bytes")]
    public void Open_refuses_a_file_that_is_too_short(int bytes, string sentence) => Assert.Contains(sentence, Refused(Write(new byte[bytes])), StringComparison.Ordinal);

    [Fact]
    public void Open_refuses_a_folder_and_what_is_missing()
    {
        Assert.Contains("cannot be read", Refused(_folder), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Refused(Path.Combine(_folder, "absent")), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_refuses_a_header_that_is_not_UTF8()
    {
        byte[] header = [.. "{\"a"u8, 0xFF, 0xFE, .. "\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}"u8];

        Assert.Contains("not sound JSON", Refused(Write(FileOf(header, new byte[4]))), StringComparison.Ordinal);
    }

    // Written by hand from the format's text: length, header padded with spaces, little-endian data in the order of the offsets.
    [Fact]
    public void Open_reads_a_file_that_others_wrote()
    {
        const string Header = """{"__metadata__":{"format":"pt"},"b":{"dtype":"I64","shape":[],"data_offsets":[8,16]},"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"empty":{"dtype":"BF16","shape":[0,3],"data_offsets":[16,16]}}   """;
        byte[] data = [0, 0, 0x80, 0x3F, 0, 0, 0x20, 0xC0, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];
        var path = Write(FileOf(Encoding.UTF8.GetBytes(Header), data));

        using var file = WeightFile.Open(path);
        using var scalar = file.ToTensor("b", CPU);
        using var empty = file.ToTensor("empty", CPU);

        Assert.Equal([1f, -2.5f], file.Floats("a", 1, 2).ToArray());
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal((-2L, 0), (scalar.item<long>(), scalar.shape.Length));
        Assert.Equal((ScalarType.BFloat16, 0L, 3L), (empty.dtype, empty.shape[0], empty.shape[1]));
    }

    [Fact]
    public void Read_says_what_was_found_and_what_was_expected()
    {
        var path = Path.Combine(_folder, "a");
        WeightWriter.Write(path, [NamedWeights.Of("keys", [1f, 2f], 1, 2)]);
        using var file = WeightFile.Open(path);

        Assert.Contains("'keys' is F32 [1, 2]; expected F32 [any, 3]", Assert.Throws<WeightFileException>(() => file.Floats("keys", -1, 3).Length).Message, StringComparison.Ordinal);
        Assert.Contains("expected I32", Assert.Throws<WeightFileException>(() => file.Integers("keys", -1, 2).Length).Message, StringComparison.Ordinal);
        Assert.Contains("no tensor 'other'; the file holds keys", Assert.Throws<WeightFileException>(() => file.RawBytes("other").Length).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_after_dispose_is_refused()
    {
        var path = Path.Combine(_folder, "a");
        WeightWriter.Write(path, [NamedWeights.Of("keys", [1f], 1)]);
        var file = WeightFile.Open(path);

        file.Dispose();
        file.Dispose();

        Assert.Throws<ObjectDisposedException>(() => file.Floats("keys", 1).Length);
    }

    [Fact]
    public void File_can_be_replaced_while_it_is_read()
    {
        var path = Path.Combine(_folder, "a");
        WeightWriter.Write(path, [NamedWeights.Of("keys", [1f], 1)]);
        using var file = WeightFile.Open(path);

        WeightWriter.Write(path, [NamedWeights.Of("keys", [2f], 1)]);

        Assert.Equal([1f], file.Floats("keys", 1).ToArray());
    }

    private static string Entry(string name, string shape, long begin, long end) => $"\"{name}\":{{{F32},\"shape\":{shape},\"data_offsets\":[{begin},{end}]}}";

    private static byte[] FileOf(byte[] header, byte[] data)
    {
        var length = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        return [.. length, .. header, .. data];
    }

    private string Write(byte[] bytes)
    {
        var path = Path.Combine(_folder, "weights.safetensors");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static string Refused(string path)
    {
        var refusal = Assert.Throws<WeightFileException>(() => WeightFile.Open(path).Dispose());
        Assert.Equal("weights-invalid", refusal.Code);
        Assert.StartsWith(path, refusal.Message, StringComparison.Ordinal);
        return refusal.Message;
    }
}
