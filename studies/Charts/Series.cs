namespace MoECollab.Studies.Charts;

/// <summary>One line of a line chart.</summary>
/// <param name="Name">Shown at its end.</param>
/// <param name="Points">Sorted by X.</param>
public sealed record Series(string Name, IReadOnlyList<(double X, double Y)> Points);
