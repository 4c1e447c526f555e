namespace MoECollab.Studies;

/// <summary>A table for people.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Columns">Headings.</param>
/// <param name="Rows">Cells, as text.</param>
public sealed record StudyTable(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);
