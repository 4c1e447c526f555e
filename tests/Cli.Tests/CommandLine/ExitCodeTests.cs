using System.CommandLine;
using MoECollab.Cli.CommandLine;

namespace MoECollab.Cli.Tests.CommandLine;

public sealed class ExitCodeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("moe-exit-").FullName;

    [Theory]
    [InlineData("predict")]
    [InlineData("predict", "--text", "a", "--file", "b")]
    [InlineData("predict", "--text", "a", "--top-k", "0")]
    [InlineData("predict", "--text", "a", "-o", "xml")]
    [InlineData("predict", "--text", "a", "-o", "1")]
    [InlineData("predict", "--text", "a", "--device", "tpu")]
    [InlineData("train", "expert", "--data", "DATA", "--id", "Not An Id", "--kind", "ngram")]
    [InlineData("train", "expert", "--data", "DATA", "--id", "x", "--kind", "unheard-of")]
    [InlineData("train", "expert", "--data", "DATA", "--id", "x", "--kind", "ngram", "--set", "nosuch=1")]
    [InlineData("train", "expert", "--data", "DATA", "--id", "x", "--kind", "ngram", "--text-column", "body")]
    [InlineData("unheard-of")]
    public async Task A_wrong_command_line_exits_with_2(params string[] arguments)
    {
        var refused = await Run(arguments);

        Assert.Equal(ExitCode.Usage, refused.Code);
        Assert.NotEmpty(refused.Error);
    }

    [Theory]
    [InlineData("predict", "--text", "a", "--home", "DIR/nowhere")]
    [InlineData("eval", "--data", "DIR/nowhere")]
    public async Task What_is_not_there_exits_with_3(params string[] arguments)
    {
        var refused = await Run(arguments);

        Assert.Equal(ExitCode.NotFound, refused.Code);
        Assert.Contains("nowhere", refused.Error);
    }

    [Fact]
    public async Task A_device_that_is_not_there_exits_with_4_and_says_what_was_probed()
    {
        var refused = await Run("list", "--home", "DIR", "--device", "cuda:99");

        Assert.Equal(ExitCode.Incompatible, refused.Code);
        Assert.Contains("libtorch", refused.Error);
    }

    [Fact]
    public async Task A_refused_training_leaves_nothing_behind()
    {
        await Run("train", "expert", "--data", "DATA", "--id", "left", "--kind", "ngram", "--set", "nosuch=1");

        Assert.False(Directory.Exists(Path.Combine(_folder, "home", "experts", "left")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<(int Code, string Error)> Run(params string[] arguments)
    {
        var data = Path.Combine(_folder, "data.csv");
        await File.WriteAllLinesAsync(data, ["text,label", .. Enumerable.Range(0, 30).Select(row => row % 2 == 0 ? $"red {row},warm" : $"blue {row},cold")]);
        string[] given = [.. arguments.Select(argument => argument.Replace("DIR", _folder, StringComparison.Ordinal).Replace("DATA", data, StringComparison.Ordinal))];
        if (!given.Contains("--home"))
            given = [.. given, "--home", Path.Combine(_folder, "home")];
        using var error = new StringWriter();
        var configuration = new InvocationConfiguration { Output = TextWriter.Null, Error = error, EnableDefaultExceptionHandler = false };
        var parsed = Verbs.Root().Parse(given);
        var code = parsed.Errors.Count > 0
            ? UsageFault.Report(parsed, error)
            : await Refusal.GuardAsync(() => parsed.InvokeAsync(configuration, TestContext.Current.CancellationToken), error);
        return (code, error.ToString());
    }
}
