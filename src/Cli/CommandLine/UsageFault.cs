using System.CommandLine;
using System.CommandLine.Parsing;

namespace MoECollab.Cli.CommandLine;

/// <summary>What is wrong with a command line, in a line each.</summary>
internal static class UsageFault
{
    public static int Report(ParseResult parsed, TextWriter error)
    {
        foreach (var fault in parsed.Errors)
            error.WriteLine($"moe: {fault.Message}");
        error.WriteLine($"moe: see '{Path(parsed.CommandResult)} --help'");
        return ExitCode.Usage;
    }

    private static string Path(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{Path(parent)} {command.Command.Name}" : "moe";
}
