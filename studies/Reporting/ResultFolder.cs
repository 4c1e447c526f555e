using System.Text.Json;

namespace MoECollab.Studies.Reporting;

/// <summary>A study's folder: <c>result.json</c>, <c>README.md</c> made of it, and pictures.</summary>
public static class ResultFolder
{
    /// <summary>Name of the figures' file.</summary>
    public const string JsonName = "result.json";

    /// <summary>Name of the page.</summary>
    public const string PageName = "README.md";

    /// <summary>Writes all files, each whole or not at all; pictures of an earlier run are removed.</summary>
    /// <param name="folder">Created where absent.</param>
    /// <param name="result">The result; its numbers finite.</param>
    public static void Write(string folder, StudyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        Directory.CreateDirectory(folder);
        foreach (var old in Directory.EnumerateFiles(folder, "*.svg")) File.Delete(old);
        foreach (var picture in result.Pictures) WriteWhole(Path.Combine(folder, picture.File), picture.Svg);
        WriteWhole(Path.Combine(folder, PageName), ResultPage.Render(result));
        WriteWhole(Path.Combine(folder, JsonName), JsonSerializer.Serialize(result, StudyJson.Readable.StudyResult) + "\n");
    }

    /// <summary>Reads <c>result.json</c>.</summary>
    /// <param name="folder">Where it lies.</param>
    /// <exception cref="IOException">It is not there.</exception>
    /// <exception cref="JsonException">It is no result.</exception>
    public static StudyResult Read(string folder)
    {
        using var file = File.OpenRead(Path.Combine(folder, JsonName));
        return JsonSerializer.Deserialize(file, StudyJson.Readable.StudyResult)
            ?? throw new JsonException($"Found null in {file.Name}; expected a study's result.");
    }

    private static void WriteWhole(string path, string content)
    {
        var unfinished = path + ".unfinished";
        File.WriteAllText(unfinished, content);
        File.Move(unfinished, path, overwrite: true);
    }
}
