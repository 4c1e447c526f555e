namespace MoECollab.Training.Data;

/// <summary>The place in a file that a row was read from, so that every complaint can name it.</summary>
/// <param name="File">Path as given by the user, or <c>-</c> for standard input.</param>
/// <param name="Line">Line of the file, counted from 1; for a CSV row that spans lines, its first.</param>
public readonly record struct SourceLine(string File, int Line)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Line}";
}
