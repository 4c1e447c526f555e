using System.Text;
using MoECollab.Cli.CommandLine;
using MoECollab.Errors;
using MoECollab.Inputs;
using MoECollab.Mixture.Answering;

namespace MoECollab.Cli.Predicting;

/// <summary>Writes answers as they come: a line each, or one JSON array.</summary>
internal sealed class AnswerWriter : IDisposable
{
    private const int ShownText = 60;

    private readonly TextWriter _output;
    private readonly OutputFormat _format;
    private bool _begun;

    private AnswerWriter(OutputFormat format, TextWriter output)
    {
        _format = format;
        _output = output;
    }

    public static AnswerWriter For(OutputFormat format, TextWriter output) => new(format, output);

    public void Write(RawInput input, MixtureOutcome outcome)
    {
        switch (_format)
        {
            case OutputFormat.Jsonl:
                _output.WriteLine(Line(outcome));
                break;
            case OutputFormat.Json:
                _output.Write(_begun ? ",\n " : "[");
                _output.Write(Line(outcome));
                break;
            default:
                if (!_begun)
                    _output.WriteLine($"{"label",-32} {"p",6}  {"experts",-40} text");
                _output.WriteLine(outcome.Answer is { } answer ? Row(input, answer) : Row(input, outcome.Fault!));
                break;
        }

        _begun = true;
    }

    public void Dispose()
    {
        if (_format == OutputFormat.Json)
            _output.WriteLine(_begun ? "]" : "[]");
    }

    // An input without an answer has its line too, so that line n belongs to input n.
    private static string Line(MixtureOutcome outcome) =>
        outcome.Answer is { } answer ? AnswerJson.ToLine(answer) : AnswerJson.ToLine(outcome.Fault!);

    private static string Row(RawInput input, MoECollabException fault) => $"{"(failed)",-32} {0,6:F3}  {fault.Code,-40} {Shortened(input.Text)}";

    private static string Row(RawInput input, MixtureAnswer answer)
    {
        var label = answer.Label ?? answer.Text ?? $"({answer.Kind})";
        var experts = string.Join(", ", answer.Experts.Select(expert => $"{expert.Id} {expert.Weight:F2}").Concat(answer.Dropped.Select(dropped => $"{dropped.Id} dropped: {dropped.Reason}")));
        return $"{label,-32} {answer.Probability,6:F3}  {experts,-40} {Shortened(input.Text)}";
    }

    private static string Shortened(string text)
    {
        var line = new StringBuilder(text.Length > ShownText ? text[..ShownText] + "…" : text).Replace('\n', ' ').Replace('\r', ' ').Replace('\t', ' ');
        return line.ToString();
    }
}
