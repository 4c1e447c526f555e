namespace MoECollab.Training.Data;

/// <summary>Collects what happens while data is read. Not safe for concurrent use.</summary>
public sealed class DataLog
{
    /// <summary>How many skipped lines are kept per reason.</summary>
    public const int ExamplesPerReason = 3;

    private readonly SortedDictionary<SkipReason, (int Count, List<SkippedLine> First)> _skipped = [];
    private readonly List<DataWarning> _warnings = [];
    private readonly List<DataFile> _files = [];
    private readonly Action<SkippedLine>? _report;
    private int _rows;

    /// <summary>Starts an empty log.</summary>
    /// <param name="report">Called for each skipped line as it is met, or null.</param>
    public DataLog(Action<SkippedLine>? report = null) => _report = report;

    /// <summary>Counts a row, good or bad.</summary>
    public void CountRow() => _rows++;

    /// <summary>Records a row that is left out; the row itself is counted by <see cref="CountRow"/>.</summary>
    /// <param name="source">File and line.</param>
    /// <param name="reason">The kind of fault.</param>
    /// <param name="detail">One sentence.</param>
    public void Skip(SourceLine source, SkipReason reason, string detail)
    {
        var line = new SkippedLine(source, reason, detail);
        var (count, first) = _skipped.TryGetValue(reason, out var known) ? known : (0, []);
        if (first.Count < ExamplesPerReason) first.Add(line);
        _skipped[reason] = (count + 1, first);
        _report?.Invoke(line);
    }

    /// <summary>Records an oddity.</summary>
    /// <param name="kind">What kind.</param>
    /// <param name="message">What was found, with file and line.</param>
    public void Warn(DataWarningKind kind, string message) => _warnings.Add(new DataWarning(kind, message));

    /// <summary>Records a file that was read to its end.</summary>
    /// <param name="file">Path and hash.</param>
    public void Finish(DataFile file) => _files.Add(file);

    /// <summary>The state so far, as an immutable record.</summary>
    /// <returns>A copy that later calls do not change.</returns>
    public DataSummary ToSummary() => new()
    {
        RowsRead = _rows,
        Skipped = [.. _skipped.Select(skip => new SkipCount(skip.Key, skip.Value.Count, [.. skip.Value.First]))],
        Warnings = [.. _warnings],
        Files = [.. _files],
    };
}
