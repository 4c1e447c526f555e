using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using MoECollab.Host.Answering;

namespace MoECollab.Host.Protocol;

/// <summary>Reads the data of tensors: nested or flat JSON, bytes (the binary tensor extension, and gRPC's raw contents, which are framed alike), or the elements of a gRPC message.</summary>
internal static class TensorData
{
    /// <summary>The strings of a BYTES tensor.</summary>
    public static List<string> Strings(TensorInput input)
    {
        var strings = new List<string>();
        if (input.Bytes is { } bytes)
        {
            for (var rest = bytes.Span; rest.Length > 0;)
            {
                if (rest.Length < 4 || BinaryPrimitives.ReadUInt32LittleEndian(rest) is var length && length > rest.Length - 4)
                    throw TensorShape.Strange(input.Name, "has binary data that ends within an element");
                strings.Add(Text(input.Name, rest.Slice(4, (int)length)));
                rest = rest[(4 + (int)length)..];
            }
        }
        else if (input.Contents is { } contents)
        {
            strings.AddRange(contents.BytesContents.Select(element => Text(input.Name, element.Span)));
        }
        else
        {
            Walk(input.Name, input.Data, element => strings.Add(String(input.Name, element)));
        }

        return strings.Count == (long)input.Rows * input.Columns ? strings : throw TensorShape.Strange(input.Name, $"has {strings.Count} elements where its shape says {(long)input.Rows * input.Columns}");
    }

    /// <summary>The values of an FP32 tensor, row after row.</summary>
    public static float[] Floats(TensorInput input)
    {
        var count = input.Rows * input.Columns;
        float[] values;
        if (input.Bytes is { } bytes)
        {
            if (bytes.Length != (long)count * sizeof(float))
                throw TensorShape.Strange(input.Name, $"has {bytes.Length} bytes where its shape says {(long)count * sizeof(float)}");
            values = MemoryMarshal.Cast<byte, float>(bytes.Span).ToArray();
        }
        else
        {
            values = input.Contents is { } contents ? [.. contents.Fp32Contents] : Numbers(input);
            if (values.Length != count)
                throw TensorShape.Strange(input.Name, $"has {values.Length} elements where its shape says {count}");
        }

        return Array.TrueForAll(values, float.IsFinite) ? values : throw ProblemException.Invalid($"The input '{input.Name}' holds a value that is not finite.");
    }

    private static float[] Numbers(TensorInput input)
    {
        var list = new List<float>();
        Walk(input.Name, input.Data, element => list.Add(element.ValueKind == JsonValueKind.Number ? element.GetSingle() : throw ProblemException.Invalid($"The input '{input.Name}' holds {element.ValueKind}; expected numbers.")));
        return [.. list];
    }

    private static void Walk(string name, JsonElement data, Action<JsonElement> leaf)
    {
        if (data.ValueKind != JsonValueKind.Array)
            throw ProblemException.Invalid($"The input '{name}' has no data; expected an array.");
        foreach (var element in data.EnumerateArray())
        {
            if (element.ValueKind == JsonValueKind.Array)
                Walk(name, element, leaf);
            else
                leaf(element);
        }
    }

    private static string String(string name, JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString()! : throw ProblemException.Invalid($"The input '{name}' holds {element.ValueKind}; expected strings.");
        }
        catch (InvalidOperationException)
        {
            throw ProblemException.Invalid($"The input '{name}' holds a string that is not valid Unicode.");
        }
    }

    private static string Text(string name, ReadOnlySpan<byte> bytes)
    {
        if (!System.Text.Unicode.Utf8.IsValid(bytes))
            throw ProblemException.Invalid($"The input '{name}' holds bytes that are not UTF-8.");
        return Encoding.UTF8.GetString(bytes);
    }
}
