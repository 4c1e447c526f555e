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
        return parsed.Errors.Count > 0 && arguments.Length > 0
            ? UsageFault.Report(parsed, configuration.Error)
            : await Refusal.GuardAsync(() => parsed.InvokeAsync(configuration, interrupt.Token), configuration.Error);
    }
}
