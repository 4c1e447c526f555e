namespace MoECollab.Training.Data;

/// <summary>How many lines were left out for one reason.</summary>
/// <param name="Reason">The reason they share.</param>
/// <param name="Count">Number of lines, at least 1.</param>
/// <param name="Examples">The first few of them.</param>
public sealed record SkipCount(SkipReason Reason, int Count, IReadOnlyList<SkippedLine> Examples);
