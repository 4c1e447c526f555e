using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using MoECollab.Errors;

namespace MoECollab.Packaging.Manifests;

/// <summary>Reads small JSON files from strangers: bounded, no unknown members, no duplicates, a sentence for every refusal; and writes them whole or not at all.</summary>
internal static class StrictJson
{
    public static T Read<T>(string path, string name, JsonTypeInfo<T> type, string code, int maximumBytes)
    {
        using var document = Parse(ReadBytes(path, name, code, maximumBytes), name, code);
        var unknown = UnknownMembers.Find(document.RootElement, type).ToList();
        if (unknown.Count > 0)
            throw new MoECollabException(code, $"{name} has {(unknown.Count == 1 ? "a field" : "fields")} that this host does not know: {string.Join(", ", unknown)}; remove {(unknown.Count == 1 ? "it" : "them")} or use a host that knows {(unknown.Count == 1 ? "it" : "them")}.");
        try
        {
            return document.Deserialize(type) ?? throw new MoECollabException(code, $"{name} holds null; expected an object.");
        }
        catch (JsonException fault)
        {
            var place = fault.Path is { Length: > 2 } field ? $" at '{field[2..]}'" : "";
            throw new MoECollabException(code, $"{name} has a value of the wrong type{place}.", fault);
        }
    }

    public static void Write(string path, ReadOnlySpan<byte> json)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var partial = path + ".partial";
        using (var stream = File.Create(partial))
        {
            stream.Write(json);
            stream.Flush(flushToDisk: true);
        }

        File.Move(partial, path, overwrite: true);
    }

    private static ReadOnlyMemory<byte> ReadBytes(string path, string name, string code, int maximumBytes)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.Length > maximumBytes)
                throw new MoECollabException(code, $"{name} has {stream.Length} bytes; at most {maximumBytes} are read.");
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            if (bytes.Length == 0)
                throw new MoECollabException(code, $"{name} is empty.");
            if (!Utf8.IsValid(bytes))
                throw new MoECollabException(code, $"{name} is not UTF-8; save it as UTF-8.");
            return bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsMemory(3) : bytes;
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new MoECollabException(code, $"{name} is missing.", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new MoECollabException(code, $"{name} cannot be read ({fault.Message}).", fault);
        }
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> json, string name, string code)
    {
        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = ManifestReader.MaximumDepth, AllowDuplicateProperties = false });
        }
        catch (JsonException fault)
        {
            throw new MoECollabException(code, $"{name} is not sound JSON, it was perhaps cut short (line {fault.LineNumber + 1}): {fault.Message.Split(" LineNumber:", 2)[0].TrimEnd('.')}.", fault);
        }
    }
}
