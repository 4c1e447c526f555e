using System.CommandLine;
using MoECollab.Cli.Serving;

namespace MoECollab.Cli.CommandLine;

/// <summary>One command line from its words to its exit code.</summary>
internal static class Invocation
{
    /// <summary>What a program does from its start to its exit code; Ctrl+C stops the verb, which says so.</summary>
    /// <param name="root">The program's verbs.</param>
    /// <param name="arguments">The words after <c>moe</c>.</param>
    public static async Task<int> RunProgramAsync(Command root, IReadOnlyList<string> arguments)
    {
        using var interrupt = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            interrupt.Cancel();
        };
        return await RunAsync(root, arguments, Console.Out, Console.Error, interrupt.Token);
    }

    /// <summary>Runs a command line; every failure that can be told in a sentence ends as one on <paramref name="error"/>.</summary>
    /// <param name="root">The program's verbs.</param>
    /// <param name="arguments">The words after <c>moe</c>.</param>
    /// <param name="output">Results.</param>
    /// <param name="error">Progress and refusals.</param>
    /// <param name="cancellation">Ctrl+C.</param>
    public static async Task<int> RunAsync(Command root, IReadOnlyList<string> arguments, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = error };
        var parsed = root.Parse(arguments);
        if (arguments.Count == 0)
        {
            await root.Parse(["--help"]).InvokeAsync(configuration, cancellation);
            return ExitCode.Usage;
        }

        // A host answers first what it accepted, and has its own limit for that; two seconds after SIGTERM it would be cut off.
        if (parsed.CommandResult.Command.Name == ServeCommand.Name)
            configuration.ProcessTerminationTimeout = null;
        return parsed.Errors.Count > 0
            ? UsageFault.Report(parsed, error)
            : await Refusal.GuardAsync(() => parsed.InvokeAsync(configuration, cancellation), error);
    }
}
