using System.Text.Json;
using MoECollab.Training.Reports;

namespace MoECollab.Training.Tests.Reports;

public class ReportFilesTests
{
    private static readonly string[] Figures = ["accuracy", "macroF1", "multiplyAdds", "microseconds", "parameters"];

    [Fact]
    public void Json_has_the_agreed_names()
    {
        using var json = JsonDocument.Parse(ReportFiles.ToJson(SampleReport.Create()));

        var root = json.RootElement;
        foreach (var system in new[] { "mixture", "monolith", "uniform", "oracle", "fastText" })
            Assert.All(Figures, figure => Assert.Equal(JsonValueKind.Number, root.GetProperty(system).GetProperty(figure).ValueKind));
        Assert.All(Figures, figure => root.GetProperty("experts")[0].GetProperty(figure));
        foreach (var gate in new[] { "routingAccuracy", "utilisation", "activeShare", "entropy" })
            Assert.Equal(JsonValueKind.Number, root.GetProperty("mixture").GetProperty(gate).ValueKind);
        foreach (var name in new[] { "seed", "device", "libtorch", "domains" }) root.GetProperty(name);
        Assert.Equal("Debian 99 trial, 2026-07-11", root.GetProperty("data").GetProperty("release").GetString());
        Assert.Equal(61_024, root.GetProperty("data").GetProperty("rows").GetInt32());
        Assert.Equal(64, root.GetProperty("data").GetProperty("sha256").GetString()!.Length);
        Assert.Equal(0.02, root.GetProperty("domains")[0].GetProperty("calibrationError").GetDouble());
        Assert.Equal(380, root.GetProperty("domains")[0].GetProperty("n").GetInt32());
    }

    [Fact]
    public void Json_says_null_where_a_system_is_absent()
    {
        using var json = JsonDocument.Parse(ReportFiles.ToJson(SampleReport.Create() with { FastText = null }));

        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("fastText").ValueKind);
    }

    [Fact]
    public void Files_are_written_whole_and_read_back()
    {
        var folder = Directory.CreateTempSubdirectory("moe-report-");
        var report = SampleReport.Create();

        ReportFiles.Write(folder.FullName, report);

        var names = folder.GetFiles().Select(file => file.Name).Order();
        var read = ReportFiles.Read(folder.FullName);
        folder.Delete(recursive: true);
        Assert.Equal(["report.html", "report.json"], names);
        Assert.Equal(report.Mixture, read.Mixture);
        Assert.Equal(report.Experts, read.Experts);
        Assert.Equal(ReportFiles.ToJson(report), ReportFiles.ToJson(read));
    }
}
