using System.Text.Json;

namespace MoECollab.Studies.Keeping;

/// <summary>Finished cells on disk, a file each, whole or not at all.</summary>
internal sealed class CellFolder(string folder)
{
    /// <summary>A finished cell; null where there is none of this identity.</summary>
    public Cell? Find(string name, string identity)
    {
        var path = PathOf(name);
        if (!File.Exists(path)) return null;
        try
        {
            using var file = File.OpenRead(path);
            var cell = JsonSerializer.Deserialize(file, StudyJson.Default.Cell);
            return cell?.Identity == identity ? cell : null;
        }
        catch (JsonException)
        {
            // Half a file of a disk that was full: computing the cell again costs time, nothing else.
            return null;
        }
    }

    /// <summary>Keeps a cell.</summary>
    public void Keep(string name, Cell cell)
    {
        Directory.CreateDirectory(folder);
        var unfinished = PathOf(name) + ".unfinished";
        File.WriteAllBytes(unfinished, JsonSerializer.SerializeToUtf8Bytes(cell, StudyJson.Default.Cell));
        File.Move(unfinished, PathOf(name), overwrite: true);
    }

    private string PathOf(string name) => Path.Combine(folder, $"{name}.json");
}
