using System.Security.Cryptography;

namespace MoECollab.Training.Data;

/// <summary>Streams labelled rows from JSONL, CSV or TSV files; faulty lines are logged and passed over.</summary>
/// <remarks>Not safe for concurrent use: one reader, with its log, serves one data set.</remarks>
public sealed class ExampleReader
{
    /// <summary>Longest line in bytes (CSV: longest row in characters); a longer one is skipped.</summary>
    public const int LongestLine = 1_000_000;

    private readonly DataColumns _columns;
    private readonly DataLog _log;

    /// <summary>Prepares to read; no file is touched.</summary>
    /// <param name="columns">Names of the columns.</param>
    /// <param name="log">Receives counts, skipped lines and the hash of each file read to its end.</param>
    public ExampleReader(DataColumns columns, DataLog log)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(log);
        _columns = columns;
        _log = log;
    }

    /// <summary>Reads one file, row by row, as the caller asks for rows.</summary>
    /// <param name="path">A file; <c>.csv</c> and <c>.tsv</c> are tables with a header, all else is JSON lines.</param>
    /// <returns>The good rows in file order.</returns>
    /// <exception cref="BadDataException">The file does not exist, or is a table without the columns asked for.</exception>
    public IEnumerable<Example> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (File.Exists(path)) return ReadFile(path);
        throw new BadDataException(
            BadDataCode.NotFound, $"nothing at {path}", "a JSONL, CSV or TSV file, or a data folder", "Check the path.");
    }

    private IEnumerable<Example> ReadFile(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        using var hash = SHA256.Create();
        using (var hashed = new CryptoStream(file, hash, CryptoStreamMode.Read))
        {
            var rows = CsvTable.IsTable(path)
                ? new CsvExamples(_columns, _log).Read(hashed, path)
                : new JsonlExamples(_columns, _log).Read(hashed, path);
            foreach (var row in rows) yield return row;
        }

        _log.Finish(new DataFile(path, Convert.ToHexStringLower(hash.Hash!)));
    }
}
