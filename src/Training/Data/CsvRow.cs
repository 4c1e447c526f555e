namespace MoECollab.Training.Data;

/// <summary>One row of a table.</summary>
/// <param name="Line">Its first line.</param>
/// <param name="Values">Values of the wanted columns; not to be relied on where there is a fault.</param>
/// <param name="Fault">What is wrong with the row, or null.</param>
internal readonly record struct CsvRow(int Line, string[] Values, (SkipReason Reason, string Detail)? Fault);
