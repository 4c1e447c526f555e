using System.Security.Cryptography;
using System.Text;

namespace MoECollab.Training.Data;

/// <summary>What reading a data set came to.</summary>
public sealed record DataSummary
{
    /// <summary>Rows found, the skipped ones included; blank lines and the CSV header do not count.</summary>
    public required int RowsRead { get; init; }

    /// <summary>Rows left out, by reason, in the order of <see cref="SkipReason"/>.</summary>
    public required IReadOnlyList<SkipCount> Skipped { get; init; }

    /// <summary>Oddities that did not stop the reading.</summary>
    public required IReadOnlyList<DataWarning> Warnings { get; init; }

    /// <summary>Files read to their end, in the order of reading.</summary>
    public required IReadOnlyList<DataFile> Files { get; init; }

    /// <summary>Number of rows left out.</summary>
    public int SkippedRows => Skipped.Sum(skip => skip.Count);

    /// <summary>Number of rows used.</summary>
    public int RowsUsed => RowsRead - SkippedRows;

    /// <summary>Identity of the data: the file's SHA-256 where there is one file, else the SHA-256 over the files' hashes
    /// in the order of reading (one lower-case hexadecimal hash and a line feed each). Paths do not enter.</summary>
    public string Sha256 => Files.Count == 1
        ? Files[0].Sha256
        : Convert.ToHexStringLower(SHA256.HashData(
            Encoding.ASCII.GetBytes(string.Concat(Files.Select(file => file.Sha256 + "\n")))));

    /// <summary>The summary as lines for a person: totals, each reason with its first examples, each warning.</summary>
    /// <returns>At least one line, without line feeds.</returns>
    public IEnumerable<string> Describe()
    {
        yield return $"{RowsRead:N0} rows read, {RowsUsed:N0} used, {SkippedRows:N0} skipped";

        foreach (var skip in Skipped)
        {
            yield return $"skipped {skip.Count:N0}: {Words(skip.Reason)}";
            foreach (var example in skip.Examples) yield return $"  {example}";
            if (skip.Count > skip.Examples.Count) yield return $"  and {skip.Count - skip.Examples.Count:N0} more";
        }

        foreach (var warning in Warnings) yield return $"warning: {warning.Message}";
    }

    private static string Words(SkipReason reason) => reason switch
    {
        SkipReason.BrokenJson => "not one JSON object",
        SkipReason.MissingField => "a field is missing",
        SkipReason.WrongType => "a field is not a string",
        SkipReason.EmptyText => "the text is empty",
        SkipReason.EmptyLabel => "the label or domain is empty",
        SkipReason.InvalidUtf8 => "not UTF-8",
        SkipReason.LineTooLong => $"longer than {ExampleReader.LongestLine:N0} bytes",
        SkipReason.WrongColumnCount => "another number of columns than the header",
        SkipReason.AlsoInTest => "the text is in the test part too",
        SkipReason.AlsoInDev => "the text is in the validation part too",
        _ => reason.ToString(),
    };
}
