namespace MoECollab.Cli.CommandLine;

/// <summary>How results are printed (<c>-o</c>).</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Table,

    /// <summary>One JSON document.</summary>
    Json,

    /// <summary>One JSON document per line.</summary>
    Jsonl,
}
