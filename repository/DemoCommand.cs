using System.CommandLine;
using MoECollab.Cli.CommandLine;
using MoECollab.Cli.Progress;
using MoECollab.Demo;

namespace MoECollab.Repository;

/// <summary><c>./moe demo</c>: the main job on real input, from the package index to a measured mixture.</summary>
internal static class DemoCommand
{
    private static readonly Option<long> Seed = new("--seed") { Description = "Source of all randomness", DefaultValueFactory = _ => 1 };

    public static Command Create()
    {
        var command = new Command("demo", "Train, load and measure a mixture on the Debian package index; writes artifacts/demo. Example: ./moe demo")
        {
            Seed, SharedOptions.Device, SharedOptions.Threads, SharedOptions.Quiet,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var progress = StageProgress.For(parsed.InvocationConfiguration.Error, parsed.GetValue(SharedOptions.Quiet));
            var run = new DemoRun(Path.Combine(SourceTree.Find(), "artifacts", "demo"), parsed.GetValue(Seed), parsed.ChooseDevice(), progress);
            await run.ExecuteAsync(output, cancellation);
            return ExitCode.Ok;
        });
        return command;
    }
}
