using MoECollab.Cli.CommandLine;

namespace MoECollab.Repository;

internal static class Program
{
    private static Task<int> Main(string[] arguments) => Invocation.RunProgramAsync(RepositoryVerbs.Root(), arguments);
}
