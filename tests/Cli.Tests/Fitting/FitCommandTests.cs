using System.CommandLine;
using System.Text.Json;
using MoECollab.Cli.CommandLine;

namespace MoECollab.Cli.Tests.Fitting;

public sealed class FitCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("moe-fit-").FullName;

    [Fact]
    public void Fit_makes_a_home_that_predicts()
    {
        Write("Weather", ("rain", "rain falls on wet streets"), ("sun", "the sun is hot and bright"));
        Write("Kitchen", ("soup", "boil water with salt and leeks"), ("cake", "bake flour sugar and butter"));
        var home = Path.Combine(_folder, "home");

        var fitted = Run("fit", Path.Combine(_folder, "data"), "--home", home, "--encoder", "none", "--quiet", "-o", "json");
        var predicted = Run("predict", "--home", home, "--text", "butter and sugar for the cake", "-o", "jsonl", "--quiet");

        Assert.Equal(0, fitted.Code);
        Assert.True(File.Exists(Path.Combine(home, "moe.json")));
        Assert.False(Directory.Exists(Path.Combine(home, ".fit")));
        Assert.Equal(0, predicted.Code);
        Assert.Equal("Kitchen/cake", JsonDocument.Parse(predicted.Output).RootElement.GetProperty("label").GetString());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static (int Code, string Output) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = Verbs.Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        return (code, output.ToString());
    }

    private void Write(string domain, params (string Label, string Text)[] kinds)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "data", domain)).FullName;
        var rows = Enumerable.Range(0, 15).SelectMany(number => kinds.Select(kind => JsonSerializer.Serialize(new { text = $"{kind.Text} {number}", label = kind.Label })));
        File.WriteAllLines(Path.Combine(folder, "train.jsonl"), rows);
        File.WriteAllLines(Path.Combine(folder, "dev.jsonl"), kinds.Select(kind => JsonSerializer.Serialize(new { text = kind.Text, label = kind.Label })));
    }
}
