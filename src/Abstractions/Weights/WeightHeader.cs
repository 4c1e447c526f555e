using System.Text.Json;
using MoECollab.Errors;

namespace MoECollab.Weights;

/// <summary>
/// Reads and checks the JSON header of a safetensors file: 8 bytes with its length, then the object, then the data
/// (https://github.com/huggingface/safetensors, "Format"). Everything is checked before anything is used.
/// </summary>
internal static class WeightHeader
{
    /// <summary>The format's own limit.</summary>
    public const long MaximumBytes = 100_000_000;

    private const string MetadataKey = "__metadata__";

    public static (List<WeightEntry> Entries, Dictionary<string, string> Metadata) Parse(string path, ReadOnlySpan<byte> json, long dataBytes)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 8 });
            var entries = new List<WeightEntry>();
            var metadata = new Dictionary<string, string>();
            var names = new HashSet<string>(StringComparer.Ordinal);
            Expect(path, reader.Read() && reader.TokenType == JsonTokenType.StartObject, "the header is not a JSON object");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                Expect(path, names.Add(name), $"the header names '{name}' twice");
                reader.Read();
                if (name == MetadataKey)
                    ReadMetadata(path, ref reader, metadata);
                else
                    entries.Add(ReadEntry(path, name, ref reader));
            }

            // Looks at what follows the object: only white space may.
            Expect(path, !reader.Read(), "something follows the header's JSON object");
            CheckLayout(path, entries, dataBytes);
            return (entries, metadata);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new WeightFileException(path, $"the header is not sound JSON ({fault.Message})", fault);
        }
    }

    private static void ReadMetadata(string path, ref Utf8JsonReader reader, Dictionary<string, string> metadata)
    {
        Expect(path, reader.TokenType == JsonTokenType.StartObject, $"{MetadataKey} is not an object of strings");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            Expect(path, reader.Read() && reader.TokenType == JsonTokenType.String, $"{MetadataKey}.{key} is not a string");
            Expect(path, metadata.TryAdd(key, reader.GetString()!), $"{MetadataKey} names '{key}' twice");
        }
    }

    private static WeightEntry ReadEntry(string path, string name, ref Utf8JsonReader reader)
    {
        Expect(path, reader.TokenType == JsonTokenType.StartObject, $"'{name}' is not an object with dtype, shape and data_offsets");
        string? dtype = null;
        List<long>? shape = null, offsets = null;
        var members = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            Expect(path, members.Add(key), $"'{name}' names '{key}' twice");
            reader.Read();
            switch (key)
            {
                case "dtype": dtype = reader.GetString(); break;
                case "shape": shape = ReadNumbers(path, name, key, ref reader); break;
                case "data_offsets": offsets = ReadNumbers(path, name, key, ref reader); break;
                default: throw new WeightFileException(path, $"'{name}' has an unknown member '{key}'; expected dtype, shape, data_offsets");
            }
        }

        Expect(path, dtype is not null && shape is not null && offsets is not null, $"'{name}' lacks one of dtype, shape, data_offsets");
        Expect(path, Enum.TryParse<WeightType>(dtype, out var type) && type.ToString() == dtype, $"'{name}' has dtype '{dtype}'; expected one of {string.Join(", ", Enum.GetNames<WeightType>())}");
        Expect(path, offsets!.Count == 2 && offsets[0] <= offsets[1], $"'{name}' has data_offsets [{string.Join(", ", offsets)}]; expected [begin, end] with begin ≤ end");
        return new WeightEntry(name, type, shape!, offsets[0], offsets[1] - offsets[0]);
    }

    private static List<long> ReadNumbers(string path, string name, string key, ref Utf8JsonReader reader)
    {
        Expect(path, reader.TokenType == JsonTokenType.StartArray, $"{key} of '{name}' is not an array");
        var numbers = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var number = 0L;
            Expect(path, reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out number) && number >= 0, $"{key} of '{name}' holds something other than whole numbers from 0");
            numbers.Add(number);
        }

        return numbers;
    }

    private static void CheckLayout(string path, List<WeightEntry> entries, long dataBytes)
    {
        foreach (var entry in entries)
        {
            var expected = ByteCount(entry);
            Expect(path, expected is not null, $"the shape [{string.Join(", ", entry.Shape)}] of '{entry.Name}' is larger than any file");
            Expect(path, expected == entry.ByteCount, $"'{entry.Name}' {entry.Type} [{string.Join(", ", entry.Shape)}] takes {expected} bytes, its data_offsets say {entry.ByteCount}");
        }

        var end = 0L;
        foreach (var entry in entries.OrderBy(entry => entry.Offset).ThenBy(entry => entry.ByteCount))
        {
            Expect(path, entry.Offset >= end, $"'{entry.Name}' begins at {entry.Offset}, inside the tensor before it, which ends at {end}");
            Expect(path, entry.Offset == end, $"bytes {end} to {entry.Offset} belong to no tensor");
            end = entry.Offset + entry.ByteCount;
        }

        Expect(path, end <= dataBytes, $"the tensors end at byte {end}, but the file holds {dataBytes} bytes of data: it was cut short");
        Expect(path, end == dataBytes, $"{dataBytes - end} bytes follow the last tensor and belong to none");
    }

    private static long? ByteCount(WeightEntry entry)
    {
        var bytes = (UInt128)SizeOf(entry.Type);
        foreach (var dimension in entry.Shape)
        {
            bytes *= (UInt128)dimension;
            if (bytes > long.MaxValue)
                return null;
        }

        return (long)bytes;
    }

    public static int SizeOf(WeightType type) => type switch
    {
        WeightType.BOOL or WeightType.U8 or WeightType.I8 => 1,
        WeightType.I16 or WeightType.F16 or WeightType.BF16 => 2,
        WeightType.I32 or WeightType.F32 => 4,
        WeightType.F64 or WeightType.I64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    public static void Expect(string path, bool holds, string fault)
    {
        if (!holds)
            throw new WeightFileException(path, fault);
    }
}
