using System.Text.Json;
using MoECollab.Cli.CommandLine;
using MoECollab.Repository.Tests.Driving;

namespace MoECollab.Repository.Tests;

public sealed class RepositoryVerbsTests
{
    private static readonly string[] Verbs = ["demo", "test", "bench", "study", "packages"];

    [Fact]
    public async Task The_help_of_every_verb_has_an_example_and_is_called_moe()
    {
        foreach (var verb in Verbs)
        {
            var result = await Moe.RunAsync(verb, "--help");

            Assert.Equal((ExitCode.Ok, ""), (result.Code, result.Error));
            Assert.Contains("Example: ", result.Output);
            Assert.Contains($"moe {verb}", result.Output);
        }
    }

    [Fact]
    public async Task The_help_lists_every_verb()
    {
        var result = await Moe.RunAsync("--help");

        Assert.All(Verbs, verb => Assert.Contains($"\n  {verb}", result.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("bench", "nonsense")]
    [InlineData("demo", "--nonsense")]
    [InlineData("predict", "--text", "a verb of the users' program")]
    public async Task A_wrong_command_line_ends_with_2_and_a_sentence(params string[] arguments)
    {
        var result = await Moe.RunAsync(arguments);

        Assert.Equal((ExitCode.Usage, ""), (result.Code, result.Output));
        Assert.StartsWith("moe: ", result.Error);
    }

    [Fact]
    public void What_is_measured_runs_with_the_settings_and_plugins_that_users_get()
    {
        Assert.Equal(Settings(BuiltProgram.UserFolder, "moe"), Settings(BuiltProgram.Folder, "MoECollab.Repository"));
        Assert.Equal(Plugins(BuiltProgram.UserFolder), Plugins(BuiltProgram.Folder));
    }

    private static string[] Settings(string folder, string program)
    {
        using var settings = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, $"{program}.runtimeconfig.json")));
        return
        [
            .. from setting in settings.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties").EnumerateObject()
               where setting.Name != "System.CommandLine.ExecutableName"
               select $"{setting.Name}: {setting.Value}",
        ];
    }

    private static string[] Plugins(string folder)
    {
        var plugins = Path.Combine(folder, "plugins");
        return [.. Directory.EnumerateFiles(plugins, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(plugins, file)).Order(StringComparer.Ordinal)];
    }
}
