namespace TorchSharp;

/// <content>The original's own stream of a tensor: element type, rank, lengths, raw bytes, numbers seven bits at a time.</content>
public static partial class TensorExtensionMethods
{
    public static void Save(this torch.Tensor tensor, string location)
    {
        using var stream = File.Create(location);
        tensor.Save(stream);
    }

    public static void Save(this torch.Tensor tensor, Stream stream)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        tensor.Save(writer);
    }

    public static void Save(this torch.Tensor tensor, BinaryWriter writer)
    {
        writer.Write7BitEncodedInt64((long)tensor.dtype);
        var shape = tensor.shape;
        writer.Write7BitEncodedInt64(shape.Length);
        foreach (var length in shape) writer.Write7BitEncodedInt64(length);
        writer.Flush();
        tensor.WriteBytesToStream(writer.BaseStream);
    }

    /// <summary>Reads values into a tensor of the stored type and shape.</summary>
    /// <param name="skip">Reads past the values and leaves the tensor as it is.</param>
    /// <exception cref="ArgumentException">Type or shape differ.</exception>
    public static void Load(this torch.Tensor tensor, BinaryReader reader, bool skip = false)
    {
        var (type, shape) = ReadHeader(reader);
        if (!skip && type != tensor.dtype)
            throw new ArgumentException($"Mismatched tensor data types while loading: found {type}, expected {tensor.dtype}. Load into a model exactly like the one that was saved.", nameof(tensor));
        if (!skip && !shape.AsSpan().SequenceEqual(tensor.shape))
            throw new ArgumentException($"Mismatched tensor shape while loading: found [{string.Join(", ", shape)}], expected [{string.Join(", ", tensor.shape)}]. Load into a model exactly like the one that was saved.", nameof(tensor));
        if (skip) Skip(reader, type, shape);
        else tensor.ReadBytesFromStream(reader.BaseStream);
    }

    /// <summary>As the other overload; makes the tensor where there is none.</summary>
    public static void Load(ref torch.Tensor? tensor, BinaryReader reader, bool skip = false)
    {
        if (tensor is not null) tensor.Load(reader, skip);
        else tensor = Load(reader, skip);
    }

    /// <summary>Reads a tensor; with <paramref name="skip"/>, reads past it and returns an empty one of its type.</summary>
    public static torch.Tensor Load(BinaryReader reader, bool skip = false)
    {
        var (type, shape) = ReadHeader(reader);
        if (skip)
        {
            Skip(reader, type, shape);
            return torch.empty(0, type);
        }
        var tensor = torch.empty(shape, type);
        tensor.ReadBytesFromStream(reader.BaseStream);
        return tensor;
    }

    private static (torch.ScalarType Type, long[] Shape) ReadHeader(BinaryReader reader)
    {
        var type = (torch.ScalarType)reader.Read7BitEncodedInt64();
        var rank = reader.Read7BitEncodedInt64();
        if (!Enum.IsDefined(type) || rank is < 0 or > 64)
            throw new InvalidDataException($"No tensor here: found element type {type} and {rank} dimensions.");
        var shape = new long[rank];
        for (var i = 0; i < rank; i++) shape[i] = reader.Read7BitEncodedInt64();
        return (type, shape);
    }

    private static void Skip(BinaryReader reader, torch.ScalarType type, long[] shape) =>
        reader.BaseStream.Seek(torch.SizeOf(type) * shape.Aggregate(1L, (product, length) => product * length), SeekOrigin.Current);
}
