namespace MoECollab.Training.Reports.Charts;

/// <summary>One bar.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Value">Its length, at least 0.</param>
public sealed record Bar(string Label, double Value);
