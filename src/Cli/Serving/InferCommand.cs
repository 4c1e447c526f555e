using System.CommandLine;
using MoECollab.Cli.CommandLine;
using MoECollab.Errors;
using MoECollab.Host.Calling;

namespace MoECollab.Cli.Serving;

/// <summary><c>moe infer --server URL --text T</c>: asks a running host.</summary>
internal static class InferCommand
{
    private static readonly Option<string> Server = new("--server") { Description = "The host's address", DefaultValueFactory = _ => "http://127.0.0.1:8080" };
    private static readonly Option<string[]> Text = new("--text") { Description = "A text; may be repeated", Required = true };
    private static readonly Option<int?> Kept = new("-k") { Description = "Experts that answer; default: the gate's" };
    private static readonly Option<int?> Priority = new("--priority") { Description = "From -100 to 100, higher is served first; default: 0" };
    private static readonly Option<string?> Key = new("--key") { Description = "An API key. Default: $MOE_API_KEY", DefaultValueFactory = _ => Environment.GetEnvironmentVariable("MOE_API_KEY") };

    public static Command Create()
    {
        var command = new Command("infer", "Ask a running host. Example: moe infer --server http://127.0.0.1:8080 --text \"cells divide\"") { Server, Text, Kept, Priority, Key };
        command.SetAction(async (parsed, cancellation) =>
        {
            if (!Uri.TryCreate(parsed.GetRequiredValue(Server), UriKind.Absolute, out var server))
                throw new MoECollabException("usage", $"--server is '{parsed.GetRequiredValue(Server)}'; expected an address such as http://127.0.0.1:8080.");
            using var http = HostClient.Over(server, parsed.GetValue(Key));
            var texts = parsed.GetRequiredValue(Text);
            var answers = await new HostClient(http).InferAsync(new HostQuestion(texts) { TopK = parsed.GetValue(Kept), Priority = parsed.GetValue(Priority) }, cancellation);
            foreach (var (answer, text) in answers.Zip(texts))
                await parsed.InvocationConfiguration.Output.WriteLineAsync($"{answer.Label ?? $"({answer.Kind})",-32} {answer.Probability,6:0.000}  {string.Join(", ", answer.Experts.Select(expert => $"{expert.Id} {expert.Weight:0.00}")),-40} {text}");
            return ExitCode.Ok;
        });
        return command;
    }
}
