using System.CommandLine;
using MoECollab.Errors;
using MoECollab.Inputs;
using MoECollab.Training.Data;

namespace MoECollab.Cli.Predicting;

/// <summary>The texts that <c>predict</c>, <c>route</c> and <c>infer</c> are given: <c>--text</c> (repeatable) or <c>--file</c>, with <c>-</c> for standard input.</summary>
internal static class TextSource
{
    public static Option<string[]> Text { get; } = new("--text") { Description = "A text; may be given several times", AllowMultipleArgumentsPerToken = false };

    public static Option<string?> File { get; } = new("--file") { Description = "A file with one text a line, plain or JSONL; - reads standard input" };

    public static Option<string> TextColumn { get; } = new("--text-column") { Description = "The field that holds the text", DefaultValueFactory = _ => "text" };

    /// <summary>The texts in order, read as they are needed; lines that cannot be used are named on stderr and left out.</summary>
    public static IEnumerable<RawInput> Read(ParseResult parsed)
    {
        var texts = parsed.GetValue(Text) ?? [];
        var file = parsed.GetValue(File);
        if (texts.Length > 0 == file is not null)
            throw new MoECollabException("usage", texts.Length > 0 ? "Both --text and --file are given; expected one of them." : "No input: give --text TEXT, or --file FILE (- reads standard input).");
        return file is null ? texts.Select(text => new RawInput(text)) : Lines(parsed, file);
    }

    private static IEnumerable<RawInput> Lines(ParseResult parsed, string file)
    {
        var log = new DataLog(skipped => parsed.InvocationConfiguration.Error.WriteLine($"moe: skipped {skipped}"));
        using var input = file == PredictionInputs.StandardInput ? Console.OpenStandardInput() : Stream.Null;
        foreach (var line in PredictionInputs.Read(file, input, new DataColumns(parsed.GetRequiredValue(TextColumn)), log))
            yield return new RawInput(line.Text);
        if (log.ToSummary() is { SkippedRows: > 0 } summary)
            parsed.InvocationConfiguration.Error.WriteLine($"moe: {summary.SkippedRows} of {summary.RowsRead} lines skipped");
    }
}
