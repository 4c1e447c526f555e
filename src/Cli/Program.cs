using MoECollab.Cli.CommandLine;

namespace MoECollab.Cli;

internal static class Program
{
    private static Task<int> Main(string[] arguments) => Invocation.RunProgramAsync(Verbs.Root(), arguments);
}
