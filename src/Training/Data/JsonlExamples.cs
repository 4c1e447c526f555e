namespace MoECollab.Training.Data;

/// <summary>Streams labelled rows out of JSON lines.</summary>
internal sealed class JsonlExamples(DataColumns columns, DataLog log)
{
    public IEnumerable<Example> Read(Stream stream, string file)
    {
        var fields = columns.Domain is null
            ? new JsonlFields(columns.Text, columns.Label)
            : new JsonlFields(columns.Text, columns.Label, columns.Domain);
        var values = new string?[columns.Domain is null ? 2 : 3];
        var labels = new LabelPool();
        using var lines = new Utf8LineReader(stream, ExampleReader.LongestLine);
        while (lines.TryRead(out var line))
        {
            if (!lines.TooLong && IsBlank(line)) continue;
            log.CountRow();
            var source = new SourceLine(file, lines.Line);
            var wrong = lines.TooLong ? TooLong() : fields.Read(line, values);
            wrong ??= RowCheck.Blank(values[0]!, values[1]!, columns.Domain is null ? null : values[2]);
            if (wrong is var (reason, detail))
            {
                log.Skip(source, reason, detail);
                continue;
            }

            var domain = columns.Domain is null ? null : labels.Share(values[2]!);
            yield return new Example(values[0]!, labels.Share(values[1]!), domain, source);
        }
    }

    internal static bool IsBlank(ReadOnlySpan<byte> line) => line.IndexOfAnyExcept(" \t\r"u8) < 0;

    internal static (SkipReason Reason, string Detail) TooLong() =>
        (SkipReason.LineTooLong, $"the line is longer than {ExampleReader.LongestLine:N0} bytes; cut the text into parts");
}
