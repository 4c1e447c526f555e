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
        return await Refusal.GuardAsync(
            () => Verbs.Parse(arguments).InvokeAsync(configuration, interrupt.Token), configuration.Error);
    }
}
