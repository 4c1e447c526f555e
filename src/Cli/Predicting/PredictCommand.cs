using System.CommandLine;
using MoECollab.Cli.CommandLine;
using MoECollab.Cli.Homes;
using MoECollab.Mixture.Mixing;

namespace MoECollab.Cli.Predicting;

/// <summary><c>moe predict</c>: texts → answers, in this process.</summary>
internal static class PredictCommand
{
    // Large enough for the matrix products to pay, small enough for the first answers to come at once.
    private const int BatchSize = 64;

    private static readonly Option<bool> Probabilities = new("--probabilities") { Description = "Also the probability of every label of the executed experts" };
    private static readonly Option<long> Seed = new("--seed") { Description = "Source of all randomness" };

    public static Command Create()
    {
        var command = new Command("predict", "Classify texts. Example: moe predict --text \"a fast PNG compressor\" -o jsonl")
        {
            TextSource.Text, TextSource.File, TextSource.TextColumn, SharedOptions.Kept, Probabilities, Seed,
            SharedOptions.Home, SharedOptions.Device, SharedOptions.Threads, SharedOptions.Output, SharedOptions.Quiet,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var inputs = TextSource.Read(parsed);
        var request = new MixtureRequest
        {
            Experts = parsed.GetValue(SharedOptions.Kept),
            Probabilities = parsed.GetValue(Probabilities),
            Seed = parsed.GetValue(Seed),
            Cancellation = cancellation,
        };
        using var home = OpenedHome.Open(parsed.GetRequiredValue(SharedOptions.Home), parsed.ChooseDevice(), cancellation);
        using var writer = AnswerWriter.For(parsed.GetValue(SharedOptions.Output), parsed.InvocationConfiguration.Output);
        var (number, failed) = (0, 0);
        foreach (var batch in inputs.Chunk(BatchSize))
        {
            foreach (var (input, outcome) in batch.Zip(home.Mixture.TryAnswer(batch, request)))
            {
                number++;
                writer.Write(input, outcome);
                if (outcome.Fault is not { } fault)
                    continue;
                failed++;
                parsed.InvocationConfiguration.Error.WriteLine($"moe: text {number} has no answer: {fault.Message} [{fault.Code}]");
            }
        }

        home.TellDeviceFault(parsed.InvocationConfiguration.Error);
        return failed == 0 ? ExitCode.Ok : ExitCode.Failure;
    }
}
