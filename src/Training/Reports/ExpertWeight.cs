namespace MoECollab.Training.Reports;

/// <summary>An expert with its weight in one answer.</summary>
/// <param name="Id">Id of its package.</param>
/// <param name="Weight">The weight.</param>
public sealed record ExpertWeight(string Id, double Weight);
