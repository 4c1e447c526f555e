using System.Security.Cryptography;
using System.Text.Json;

namespace MoECollab.Demo.DebianIndex;

/// <summary>Keeps extracted rows in a folder: <c>rows.jsonl</c>, and <c>index.json</c>, which is written last.</summary>
internal sealed class IndexStore(string folder)
{
    private string RowsPath => Path.Combine(folder, "rows.jsonl");

    private string MarkerPath => Path.Combine(folder, "index.json");

    /// <summary>Reads what an earlier run has finished.</summary>
    /// <returns>Null where there is nothing, or not all of it, or another format.</returns>
    public PackageIndex? Load()
    {
        if (!File.Exists(MarkerPath) || !File.Exists(RowsPath)) return null;
        try
        {
            var marker = JsonSerializer.Deserialize(File.ReadAllBytes(MarkerPath), IndexJson.Readable.IndexMarker);
            var bytes = File.ReadAllBytes(RowsPath);
            if (marker is not { Format: IndexMarker.CurrentFormat } || Hash(bytes) != marker.Sha256) return null;
            return new PackageIndex(marker.Release, marker.Sha256, DescriptionLength.Long, ReadRows(bytes));
        }
        catch (JsonException)
        {
            // A marker that was cut short is no marker.
            return null;
        }
    }

    /// <summary>Writes the rows; a run that is killed meanwhile leaves no marker.</summary>
    /// <param name="release">The release.</param>
    /// <param name="rows">The rows.</param>
    /// <returns>The index as a later run will load it.</returns>
    public PackageIndex Save(string release, IReadOnlyList<PackageDescription> rows)
    {
        Directory.CreateDirectory(folder);
        var bytes = Serialise(rows);
        var hash = Hash(bytes);
        WriteAtomically(RowsPath, bytes);
        var marker = new IndexMarker(IndexMarker.CurrentFormat, release, hash, rows.Count);
        WriteAtomically(MarkerPath, JsonSerializer.SerializeToUtf8Bytes(marker, IndexJson.Readable.IndexMarker));
        return new PackageIndex(release, hash, DescriptionLength.Long, rows);
    }

    /// <summary>Hash of rows in their kept form.</summary>
    /// <param name="rows">The rows.</param>
    /// <returns>Lower-case hexadecimal.</returns>
    public static string Hash(IReadOnlyList<PackageDescription> rows) => Hash(Serialise(rows));

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Serialise(IReadOnlyList<PackageDescription> rows)
    {
        using var stream = new MemoryStream();
        foreach (var row in rows)
        {
            JsonSerializer.Serialize(stream, row, IndexJson.Readable.PackageDescription);
            stream.WriteByte((byte)'\n');
        }

        return stream.ToArray();
    }

    private static List<PackageDescription> ReadRows(byte[] bytes)
    {
        var rows = new List<PackageDescription>();
        for (var rest = bytes.AsSpan(); !rest.IsEmpty;)
        {
            var end = rest.IndexOf((byte)'\n');
            rows.Add(JsonSerializer.Deserialize(rest[..end], IndexJson.Readable.PackageDescription)!);
            rest = rest[(end + 1)..];
        }

        return rows;
    }

    private static void WriteAtomically(string path, byte[] bytes)
    {
        var unfinished = path + ".unfinished";
        File.WriteAllBytes(unfinished, bytes);
        File.Move(unfinished, path, overwrite: true);
    }
}
