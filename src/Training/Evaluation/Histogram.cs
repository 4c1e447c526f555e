namespace MoECollab.Training.Evaluation;

/// <summary>Counts in bins of equal width.</summary>
/// <param name="Lower">Lower edge of the first bin.</param>
/// <param name="Upper">Upper edge of the last bin.</param>
/// <param name="Counts">Rows per bin.</param>
public sealed record Histogram(double Lower, double Upper, IReadOnlyList<long> Counts);
