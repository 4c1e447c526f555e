using System.Text.Json;
using MoECollab.Cli.Tests.Driving;

namespace MoECollab.Cli.Tests.Fitting;

public sealed class FitCommandTests : IDisposable
{
    private readonly FitFolder _folder = new();

    [Fact]
    public async Task Fit_makes_a_home_that_predicts()
    {
        WriteTwo();

        var fitted = await Moe.RunAsync("fit", _folder.Data, "--home", _folder.Home, "--encoder", "none", "--quiet", "-o", "json");
        var predicted = await Moe.RunAsync("predict", "--home", _folder.Home, "--text", "butter and sugar for the cake", "-o", "jsonl", "--quiet");

        Assert.Equal((0, ""), (fitted.Code, fitted.Error));
        Assert.True(File.Exists(Path.Combine(_folder.Home, "moe.json")));
        Assert.False(Directory.Exists(Path.Combine(_folder.Home, ".fit")));
        Assert.Equal(0, predicted.Code);
        Assert.Equal("Kitchen/cake", JsonDocument.Parse(predicted.Output).RootElement.GetProperty("label").GetString());
    }

    [Fact]
    public async Task Fit_ends_with_a_table_and_a_report_that_judges_the_gate()
    {
        WriteTwo();

        var fitted = await Moe.RunAsync("fit", _folder.Data, "--home", _folder.Home, "--encoder", "none");

        Assert.Equal(0, fitted.Code);
        Assert.Contains("gate earned its place", fitted.Output);
        Assert.Contains("training 2 experts", fitted.Error);
        var report = JsonDocument.Parse(_folder.HomeText("report.json")).RootElement;
        Assert.Contains(report.GetProperty("notes").EnumerateArray(), note => note.GetString()!.Contains("earn", StringComparison.Ordinal));
        Assert.Contains("earn", _folder.HomeText("report.html"));
    }

    [Fact]
    public async Task Equal_fits_write_equal_files()
    {
        WriteTwo();
        var other = _folder.PathOf("other");

        foreach (var home in new[] { _folder.Home, other })
            Assert.Equal(0, (await Moe.RunAsync("fit", _folder.Data, "--home", home, "--encoder", "none", "--quiet")).Code);

        Assert.Equal(FitFolder.Hashes(_folder.Home), FitFolder.Hashes(other));
    }

    [Fact]
    public async Task Merged_labels_are_plain_strings_and_a_general_expert_is_among_the_candidates()
    {
        _folder.Write("books", ("good", "a gripping tale"), ("bad", "a tedious plot"));
        _folder.Write("tools", ("good", "sturdy and sharp"), ("bad", "rusty and blunt"));

        var fitted = await Moe.RunAsync("fit", _folder.Data, "--home", _folder.Home, "--merge-labels", "--encoder", FitFolder.Encoder, "--quiet");
        var measured = await Moe.RunAsync("eval", "--home", _folder.Home, "--data", _folder.Data, "--quiet", "-o", "json");

        Assert.Equal((0, ""), (fitted.Code, fitted.Error));
        Assert.True(Directory.Exists(Path.Combine(_folder.Home, "experts", "general", "1.0.0")));
        var report = _folder.HomeText("report.json");
        Assert.Contains("experts trained apart reach", report);
        var mixture = JsonDocument.Parse(measured.Output).RootElement.GetProperty("mixture");
        Assert.InRange(mixture.GetProperty("accuracy").GetDouble(), 0.9, 1);
        var predicted = await Moe.RunAsync("predict", "--home", _folder.Home, "--text", "sturdy and sharp", "-o", "jsonl", "--quiet");
        Assert.Equal("good", JsonDocument.Parse(predicted.Output).RootElement.GetProperty("label").GetString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("2")]
    public async Task One_file_without_a_domain_column_gets_domains_by_clustering(string? count)
    {
        string[] kitchen = ["boil", "bake", "flour", "sugar", "leeks", "salt"], weather = ["rain", "wind", "cloud", "storm", "sun", "snow"];
        var random = new Random(1);
        string Text(string[] words) => string.Join(' ', Enumerable.Range(0, 6).Select(_ => words[random.Next(words.Length)]));
        var file = _folder.WriteRows("rows.jsonl", Enumerable.Range(0, 240).Select(row => (row % 4) switch
        {
            0 => FitFolder.Line("good", $"{Text(kitchen)} tasty {row}"),
            1 => FitFolder.Line("bad", $"{Text(kitchen)} stale {row}"),
            2 => FitFolder.Line("good", $"{Text(weather)} mild {row}"),
            _ => FitFolder.Line("bad", $"{Text(weather)} harsh {row}"),
        }));

        var fitted = await Moe.RunAsync(["fit", file, "--home", _folder.Home, "--encoder", FitFolder.Encoder, "--quiet", .. count is null ? Array.Empty<string>() : ["--domains", count]]);

        Assert.Equal((0, ""), (fitted.Code, fitted.Error));
        Assert.True(Directory.Exists(Path.Combine(_folder.Home, "experts", "cluster-2", "1.0.0")));
        Assert.Contains("k-means", _folder.HomeText("report.json"));
        var predicted = await Moe.RunAsync("predict", "--home", _folder.Home, "--text", "rain and wind, harsh", "-o", "jsonl", "--quiet");
        Assert.Equal("bad", JsonDocument.Parse(predicted.Output).RootElement.GetProperty("label").GetString());
    }

    [Fact]
    public async Task One_short_file_is_one_expert()
    {
        var file = _folder.WriteRows("few.jsonl", Enumerable.Range(0, 40).Select(row => FitFolder.Line(row % 2 == 0 ? "rain" : "sun", row % 2 == 0 ? $"wet streets {row}" : $"hot and bright {row}")));

        var fitted = await Moe.RunAsync("fit", file, "--home", _folder.Home, "--encoder", FitFolder.Encoder, "--quiet");

        Assert.Equal((0, ""), (fitted.Code, fitted.Error));
        Assert.Equal("few", Path.GetFileName(Assert.Single(Directory.GetDirectories(Path.Combine(_folder.Home, "experts")))));
        var predicted = await Moe.RunAsync("predict", "--home", _folder.Home, "--text", "wet streets", "-o", "jsonl", "--quiet");
        Assert.Equal("rain", JsonDocument.Parse(predicted.Output).RootElement.GetProperty("label").GetString());
    }

    [Fact]
    public async Task A_home_of_other_data_is_left_alone()
    {
        WriteTwo();
        Assert.Equal(0, (await Moe.RunAsync("fit", _folder.Data, "--home", _folder.Home, "--encoder", "none", "--quiet")).Code);
        var before = FitFolder.Hashes(_folder.Home);
        FitFolder.WriteTo(_folder.PathOf("other"), "Garden", ("rose", "prune the rose"), ("lawn", "mow the lawn"));

        var again = await Moe.RunAsync("fit", _folder.PathOf("other"), "--home", _folder.Home, "--encoder", "none", "--quiet");

        Assert.NotEqual(0, again.Code);
        Assert.Contains("was fitted from other data", again.Error);
        Assert.Equal(before, FitFolder.Hashes(_folder.Home));
    }

    [Fact]
    public async Task Domains_are_not_searched_where_the_data_names_them()
    {
        WriteTwo();

        var fitted = await Moe.RunAsync("fit", _folder.Data, "--home", _folder.Home, "--domains", "3", "--quiet");

        Assert.Equal(2, fitted.Code);
        Assert.False(Directory.Exists(_folder.Home));
    }

    public void Dispose() => _folder.Dispose();

    private void WriteTwo()
    {
        _folder.Write("Weather", ("rain", "rain falls on wet streets"), ("sun", "the sun is hot and bright"));
        _folder.Write("Kitchen", ("soup", "boil water with salt and leeks"), ("cake", "bake flour sugar and butter"));
    }
}
