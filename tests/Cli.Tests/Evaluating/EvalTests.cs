using System.Text.Json;
using MoECollab.Cli.Tests.Driving;

namespace MoECollab.Cli.Tests.Evaluating;

public sealed class EvalTests(TinyHome home)
{
    private static readonly string[] System = ["accuracy", "macroF1", "multiplyAdds", "microseconds", "parameters"];

    [Fact]
    public async Task Json_has_the_documented_fields()
    {
        var result = await Moe.RunAsync("eval", "--data", home.Data, "--home", home.Home, "-o", "json", "--quiet");

        Assert.Equal((0, ""), (result.Code, result.Error));
        var report = JsonDocument.Parse(result.Output).RootElement;
        AssertFields(report, "mixture", "monolith", "uniform", "oracle", "fastText", "experts", "seed", "data", "device", "libtorch");
        AssertFields(report.GetProperty("mixture"), [.. System, "routingAccuracy", "utilisation", "activeShare", "entropy"]);
        AssertFields(report.GetProperty("mixture"), "n", "calibrationError");
        Assert.Equal(2, report.GetProperty("domains").GetArrayLength());
        Assert.All(report.GetProperty("domains").EnumerateArray(), domain =>
        {
            AssertFields(domain, "domain", "n", "accuracy", "macroF1", "routingAccuracy", "multiplyAdds", "microseconds", "calibrationError");
            Assert.True(domain.GetProperty("microseconds").GetDouble() > 0);
        });
        AssertFields(report.GetProperty("uniform"), System);
        AssertFields(report.GetProperty("oracle"), System);
        AssertFields(report.GetProperty("data"), "folder", "rows", "sha256");
        Assert.Equal(2, report.GetProperty("experts").GetArrayLength());
        Assert.All(report.GetProperty("experts").EnumerateArray(), expert => AssertFields(expert, System));
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (report.GetProperty("monolith").ValueKind, report.GetProperty("fastText").ValueKind));
        Assert.InRange(report.GetProperty("mixture").GetProperty("accuracy").GetDouble(), 0.8, 1);
        Assert.Equal("cpu", report.GetProperty("device").GetString());
    }

    [Fact]
    public async Task The_table_and_the_report_files_are_for_people()
    {
        var folder = home.NewPath("report");

        var result = await Moe.RunAsync("eval", "--data", home.Data, "--home", home.Home, "--report", folder, "--quiet");

        Assert.Equal(0, result.Code);
        Assert.Contains("uniform mixture", result.Output);
        Assert.True(File.Exists(Path.Combine(folder, "report.json")));
        Assert.True(File.Exists(Path.Combine(folder, "report.html")));
    }

    [Fact]
    public async Task Domains_that_the_home_has_no_expert_for_are_named()
    {
        var folder = home.NewPath("foreign");
        Directory.CreateDirectory(Path.Combine(folder, "weather"));
        await File.WriteAllTextAsync(Path.Combine(folder, "weather", "test.jsonl"), "{\"text\":\"drops fall\",\"label\":\"rain\"}\n", TestContext.Current.CancellationToken);

        var result = await Moe.RunAsync("eval", "--data", folder, "--home", home.Home);

        Assert.Equal(0, result.Code);
        Assert.Contains("no domain of", result.Error);
        Assert.Contains("(weather)", result.Error);
    }

    private static void AssertFields(JsonElement element, params string[] names) =>
        Assert.All(names, name => Assert.True(element.TryGetProperty(name, out _), $"'{name}' is missing in {element}"));
}
