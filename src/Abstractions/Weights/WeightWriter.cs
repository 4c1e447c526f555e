using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace MoECollab.Weights;

/// <summary>Writes safetensors files; equal content gives equal bytes.</summary>
public static class WeightWriter
{
    // The format asks for a header padded with spaces so that the data begins at a multiple of 8.
    private const int Alignment = 8;

    /// <summary>Writes a file beside its target and renames it, so that nobody ever sees half of it.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="weights">Tensors with distinct names; written in the order of their names.</param>
    /// <param name="metadata">Strings for <c>__metadata__</c>, or null.</param>
    /// <exception cref="ArgumentException">Two tensors have one name, or a shape does not fit its bytes.</exception>
    public static void Write(string path, IEnumerable<NamedWeights> weights, IReadOnlyDictionary<string, string>? metadata = null)
    {
        // Wide elements first keep every tensor aligned to its own element, as the reference implementation does.
        NamedWeights[] ordered = [.. weights.OrderByDescending(entry => WeightHeader.SizeOf(entry.Type)).ThenBy(entry => entry.Name, StringComparer.Ordinal)];
        var header = Header(ordered, metadata);
        var partial = path + ".partial";
        using (var stream = File.Create(partial))
        {
            Span<byte> length = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (var entry in ordered)
                stream.Write(entry.Bytes.Span);
            stream.Flush(flushToDisk: true);
        }

        File.Move(partial, path, overwrite: true);
    }

    /// <summary>The values of a tensor, ready to be written.</summary>
    /// <param name="name">Distinct within a file.</param>
    /// <param name="tensor">Any device, any layout; borrowed.</param>
    /// <exception cref="ArgumentException">Its dtype is not one of <see cref="WeightType"/>.</exception>
    public static NamedWeights From(string name, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var host = tensor.detach().cpu().contiguous();
        return new NamedWeights(name, TypeOf(name, host.dtype), [.. host.shape], host.bytes.ToArray());
    }

    private static byte[] Header(NamedWeights[] ordered, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject("__metadata__");
                foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                    json.WriteString(key, value);
                json.WriteEndObject();
            }

            var offset = 0L;
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var entry in ordered)
            {
                var elements = entry.Shape.Aggregate(1L, (product, size) => checked(product * size));
                if (!names.Add(entry.Name))
                    throw new ArgumentException($"Two tensors are called '{entry.Name}'.", nameof(ordered));
                if (elements * WeightHeader.SizeOf(entry.Type) != entry.Bytes.Length)
                    throw new ArgumentException($"'{entry.Name}' has {entry.Bytes.Length} bytes; {entry.Type} [{string.Join(", ", entry.Shape)}] takes {elements * WeightHeader.SizeOf(entry.Type)}.", nameof(ordered));
                WriteEntry(json, entry, offset);
                offset += entry.Bytes.Length;
            }

            json.WriteEndObject();
        }

        while (buffer.Length % Alignment != 0)
            buffer.Write(" "u8);
        return buffer.ToArray();
    }

    private static void WriteEntry(Utf8JsonWriter json, NamedWeights entry, long offset)
    {
        json.WriteStartObject(entry.Name);
        json.WriteString("dtype", entry.Type.ToString());
        json.WriteStartArray("shape");
        foreach (var size in entry.Shape)
            json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offset);
        json.WriteNumberValue(offset + entry.Bytes.Length);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static WeightType TypeOf(string name, ScalarType type) => type switch
    {
        ScalarType.Bool => WeightType.BOOL,
        ScalarType.Byte => WeightType.U8,
        ScalarType.Int8 => WeightType.I8,
        ScalarType.Int16 => WeightType.I16,
        ScalarType.Float16 => WeightType.F16,
        ScalarType.BFloat16 => WeightType.BF16,
        ScalarType.Int32 => WeightType.I32,
        ScalarType.Float32 => WeightType.F32,
        ScalarType.Float64 => WeightType.F64,
        ScalarType.Int64 => WeightType.I64,
        _ => throw new ArgumentException($"'{name}' has dtype {type}, which safetensors does not hold; convert it first.", nameof(type)),
    };
}
