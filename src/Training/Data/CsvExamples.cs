namespace MoECollab.Training.Data;

/// <summary>Streams labelled rows out of CSV or TSV with a header.</summary>
internal sealed class CsvExamples(DataColumns columns, DataLog log)
{
    public IEnumerable<Example> Read(Stream stream, string file)
    {
        var table = columns.Domain is null
            ? new CsvTable((columns.Text, "--text-column"), (columns.Label, "--label-column"))
            : new CsvTable((columns.Text, "--text-column"), (columns.Label, "--label-column"), (columns.Domain, "--domain-column"));
        var labels = new LabelPool();
        foreach (var (line, values, fault) in table.Read(stream, file))
        {
            log.CountRow();
            var source = new SourceLine(file, line);
            var wrong = fault ?? RowCheck.Blank(values[0], values[1], columns.Domain is null ? null : values[2]);
            if (wrong is var (reason, detail))
            {
                log.Skip(source, reason, detail);
                continue;
            }

            var domain = columns.Domain is null ? null : labels.Share(values[2]);
            yield return new Example(values[0], labels.Share(values[1]), domain, source);
        }
    }
}
