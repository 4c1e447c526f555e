using System.CommandLine;
using MoECollab.Cli.CommandLine;
using MoECollab.Cli.Homes;
using MoECollab.Inputs;
using MoECollab.Mixture.Answering;
using MoECollab.Mixture.Explaining;
using MoECollab.Mixture.Mixing;

namespace MoECollab.Cli.Predicting;

/// <summary><c>moe route</c>: where a text goes, and with <c>--explain</c> why.</summary>
internal static class RouteCommand
{
    private static readonly Option<bool> Explain = new("--explain") { Description = "Every expert's score, the guard's figures, what was cold or dropped, and the work counted" };
    private static readonly Option<long> Seed = new("--seed") { Description = "Source of all randomness" };

    public static Command Create()
    {
        var command = new Command("route", "Say where texts go and why. Example: moe route --explain --text \"a fast PNG compressor\"")
        {
            TextSource.Text, TextSource.File, TextSource.TextColumn, Explain, SharedOptions.Kept, Seed,
            SharedOptions.Home, SharedOptions.Device, SharedOptions.Threads, SharedOptions.Output, SharedOptions.Quiet,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var inputs = TextSource.Read(parsed);
        var request = new MixtureRequest { Experts = parsed.GetValue(SharedOptions.Kept), Seed = parsed.GetValue(Seed), Cancellation = cancellation };
        var output = parsed.InvocationConfiguration.Output;
        using var home = OpenedHome.Open(parsed.GetRequiredValue(SharedOptions.Home), parsed.ChooseDevice(), cancellation);
        var (count, failed) = (0, 0);
        var format = parsed.GetValue(SharedOptions.Output);
        foreach (var input in inputs)
        {
            var separator = count++ == 0 ? "[" : ",\n ";
            try
            {
                var explanation = home.Mixture.Explain(input, request);
                if (format == OutputFormat.Table)
                    Show(output, input, explanation, parsed.GetValue(Explain));
                else
                    Write(ExplanationJson.ToLine(explanation));
            }
            catch (AllExpertsFailedException fault)
            {
                // As predict does: the input keeps its line, and the others theirs.
                failed++;
                parsed.InvocationConfiguration.Error.WriteLine($"moe: {fault.Message}");
                if (format == OutputFormat.Table)
                    output.WriteLine($"(failed)  {fault.Code}");
                else
                    Write(AnswerJson.ToLine(fault));
            }

            void Write(string line) => output.Write(format == OutputFormat.Json ? separator + line : line + Environment.NewLine);
        }

        if (format == OutputFormat.Json)
            output.WriteLine(count == 0 ? "[]" : "]");
        return failed == 0 ? ExitCode.Ok : ExitCode.Failure;
    }

    private static void Show(TextWriter output, RawInput input, RouteExplanation explanation, bool whole)
    {
        if (whole)
        {
            ExplanationText.Write(output, input, explanation);
            return;
        }

        var chosen = explanation.Experts.Where(expert => expert.Weight > 0).Select(expert => $"{expert.Id} {expert.Weight:F3}");
        output.WriteLine($"{explanation.Answer.Kind,-9} {string.Join(", ", chosen)}");
    }
}
