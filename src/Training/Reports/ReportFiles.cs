using System.Text.Json;
using MoECollab.Training.Reports.Html;

namespace MoECollab.Training.Reports;

/// <summary>Writes and reads <c>report.json</c> and <c>report.html</c>.</summary>
public static class ReportFiles
{
    /// <summary>Name of the figures' file.</summary>
    public const string JsonName = "report.json";

    /// <summary>Name of the page.</summary>
    public const string HtmlName = "report.html";

    /// <summary>The report as JSON text.</summary>
    /// <param name="report">The report; its numbers finite.</param>
    /// <returns>Indented JSON.</returns>
    public static string ToJson(Report report) => JsonSerializer.Serialize(report, ReportJson.Readable.Report);

    /// <summary>Writes both files, each whole or not at all.</summary>
    /// <param name="folder">Created where absent.</param>
    /// <param name="report">The report; its numbers finite.</param>
    public static void Write(string folder, Report report)
    {
        Directory.CreateDirectory(folder);
        WriteWhole(Path.Combine(folder, JsonName), ToJson(report) + "\n");
        WriteWhole(Path.Combine(folder, HtmlName), ReportPage.Render(report));
    }

    /// <summary>Reads <c>report.json</c>.</summary>
    /// <param name="folder">Where it lies.</param>
    /// <returns>The report.</returns>
    /// <exception cref="IOException">It is not there.</exception>
    /// <exception cref="JsonException">It is no report.</exception>
    public static Report Read(string folder)
    {
        using var file = File.OpenRead(Path.Combine(folder, JsonName));
        return JsonSerializer.Deserialize(file, ReportJson.Readable.Report)
            ?? throw new JsonException($"Found null in {file.Name}; expected a report.");
    }

    private static void WriteWhole(string path, string content)
    {
        var unfinished = path + ".unfinished";
        File.WriteAllText(unfinished, content);
        File.Move(unfinished, path, overwrite: true);
    }
}
