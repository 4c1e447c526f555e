using System.CommandLine;
using MoECollab.Cli.CommandLine;

namespace MoECollab.Cli;

internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        using var interrupt = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            interrupt.Cancel();
        };
        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false };
        var parsed = Verbs.Parse(arguments);
        if (arguments.Length == 0)
        {
            await Verbs.Parse(["--help"]).InvokeAsync(configuration, interrupt.Token);
            return ExitCode.Usage;
        }

        return parsed.Errors.Count > 0
            ? UsageFault.Report(parsed, configuration.Error)
            : await Refusal.GuardAsync(() => parsed.InvokeAsync(configuration, interrupt.Token), configuration.Error);
    }
}
