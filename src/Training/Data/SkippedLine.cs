namespace MoECollab.Training.Data;

/// <summary>One line that was left out.</summary>
/// <param name="Source">File and line.</param>
/// <param name="Reason">The kind of fault.</param>
/// <param name="Detail">What was found and what was expected, in one sentence.</param>
public readonly record struct SkippedLine(SourceLine Source, SkipReason Reason, string Detail)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Source}: {Detail}";
}
