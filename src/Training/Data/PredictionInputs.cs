using System.Text;
using System.Text.Unicode;

namespace MoECollab.Training.Data;

/// <summary>Streams texts to classify: plain lines, JSON lines or a table. A line is handed on as soon as it is there.</summary>
public static class PredictionInputs
{
    /// <summary>The path that means standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>Reads texts.</summary>
    /// <param name="path">A file, or <see cref="StandardInput"/>. <c>.csv</c> and <c>.tsv</c> are tables with a header; lines are JSON where the name ends in <c>.jsonl</c>, or the first line is an object with the text field; plain text otherwise.</param>
    /// <param name="standardInput">The stream to read for <see cref="StandardInput"/>; not disposed.</param>
    /// <param name="columns">Its text column is the JSON field or table column read; the others are ignored.</param>
    /// <param name="log">Receives counts and faulty lines.</param>
    /// <returns>The good texts in order.</returns>
    /// <exception cref="BadDataException">The file does not exist, or is a table without the text column.</exception>
    public static IEnumerable<PredictionInput> Read(string path, Stream standardInput, DataColumns columns, DataLog log)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(standardInput);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(log);
        if (path == StandardInput) return Lines(standardInput, path, columns, log);
        if (File.Exists(path)) return FileLines(path, columns, log);
        throw new BadDataException(
            BadDataCode.NotFound, $"no file {path}", "a file with one text per line, or - for standard input", "Check the path.");
    }

    private static IEnumerable<PredictionInput> FileLines(string path, DataColumns columns, DataLog log)
    {
        using var file = File.OpenRead(path);
        var inputs = CsvTable.IsTable(path) ? Rows(file, path, columns, log) : Lines(file, path, columns, log);
        foreach (var input in inputs) yield return input;
    }

    private static IEnumerable<PredictionInput> Rows(Stream stream, string path, DataColumns columns, DataLog log)
    {
        foreach (var (line, values, fault) in new CsvTable((columns.Text, "--text-column")).Read(stream, path))
        {
            log.CountRow();
            var source = new SourceLine(path, line);
            if ((fault ?? RowCheck.Blank(values[0], label: ".", domain: null)) is var (reason, detail))
                log.Skip(source, reason, detail);
            else
                yield return new PredictionInput(values[0], source);
        }
    }

    private static IEnumerable<PredictionInput> Lines(Stream stream, string path, DataColumns columns, DataLog log)
    {
        var fields = new JsonlFields(columns.Text);
        var values = new string?[1];
        bool? json = path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) ? true : null;
        using var lines = new Utf8LineReader(stream, ExampleReader.LongestLine);
        while (lines.TryRead(out var line))
        {
            if (!lines.TooLong && JsonlExamples.IsBlank(line)) continue;
            log.CountRow();
            if (!lines.TooLong) json ??= fields.Read(line, values) is null;
            var wrong = lines.TooLong ? JsonlExamples.TooLong()
                : json == true ? fields.Read(line, values)
                : Plain(line, values);
            wrong ??= RowCheck.Blank(values[0]!, label: ".", domain: null);
            var source = new SourceLine(path, lines.Line);
            if (wrong is var (reason, detail))
                log.Skip(source, reason, detail);
            else
                yield return new PredictionInput(values[0]!, source);
        }
    }

    private static (SkipReason Reason, string Detail)? Plain(ReadOnlySpan<byte> line, string?[] values)
    {
        if (!Utf8.IsValid(line)) return (SkipReason.InvalidUtf8, "the line is not valid UTF-8; convert the input to UTF-8");
        values[0] = Encoding.UTF8.GetString(line);
        return null;
    }
}
