using System.CommandLine;
using System.CommandLine.Help;

namespace MoECollab.Repository;

/// <summary>The verbs that only a checkout has, in the order in which the help lists them. <c>./moe</c> starts them here, and all others in the program that users get.</summary>
internal static class RepositoryVerbs
{
    // A RootCommand is named like its program's file; people type moe.
    public static Command Root() => new("moe", "Of this checkout, beside the verbs of the program that users get.")
    {
        new HelpOption(),
        new VersionOption(),
        DemoCommand.Create(),
        TestCommand.Create(),
        BenchCommand.Create(),
        StudyCommand.Create(),
        PackagesCommand.Create(),
    };
}
