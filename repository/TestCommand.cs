using System.CommandLine;
using MoECollab.Cli.CommandLine;
using MoECollab.Errors;
using MoECollab.Repository.Testing;

namespace MoECollab.Repository;

/// <summary><c>./moe test</c>: every test of the repository; the last line counts them.</summary>
internal static class TestCommand
{
    public static Command Create()
    {
        var names = new Argument<string[]>("project") { Arity = ArgumentArity.ZeroOrMore, Description = "Only these test projects, by a part of their name (Gating, Loading …)." };
        var soak = new Option<bool>("--soak") { Description = "Also the tests that take hours." };
        var command = new Command("test", "Run the tests of the repository. Example: ./moe test Gating") { names, soak };
        command.SetAction(async (parsed, cancellation) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            Environment.SetEnvironmentVariable("MOE_SOAK", parsed.GetValue(soak) ? "1" : null);
            var repository = SourceTree.Find();
            var tally = await new TestRun(repository, output).RunAsync(Programs(repository, parsed.GetValue(names) ?? []), cancellation);
            await output.WriteLineAsync(tally.ToString());
            return tally.Failed == 0 ? ExitCode.Ok : ExitCode.Failure;
        });
        return command;
    }

    private static List<string> Programs(string repository, string[] names)
    {
        var projects = Directory.EnumerateFiles(Path.Combine(repository, "tests"), "*.Tests.csproj", SearchOption.AllDirectories)
            .Where(project => names.Length == 0 || names.Any(name => Path.GetFileName(project).Contains(name, StringComparison.OrdinalIgnoreCase)))
            .Order(StringComparer.Ordinal)
            .ToList();
        if (projects.Count == 0)
            throw new MoECollabException("test-project-not-found", $"No test project of {repository}/tests has '{string.Join("' or '", names)}' in its name.");
        // './moe test' has just built them together with this program.
        return [.. projects.Select(project => SourceTree.Built(project, Path.GetFileNameWithoutExtension(project)))];
    }
}
