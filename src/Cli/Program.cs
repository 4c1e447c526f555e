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
        return await Invocation.RunAsync(arguments, Console.Out, Console.Error, interrupt.Token);
    }
}
