using MoECollab.Training.Evaluation;

namespace MoECollab.Training.Reports;

/// <summary>A difference of the mixture to another system, with its paired bootstrap interval (95 %).</summary>
/// <param name="Against">The other system, as named in the report.</param>
/// <param name="Measure">What is compared: <c>accuracy</c> or <c>macroF1</c>.</param>
/// <param name="Difference">Mixture minus other.</param>
/// <param name="Lower">Lower end.</param>
/// <param name="Upper">Upper end.</param>
public sealed record Comparison(string Against, string Measure, double Difference, double Lower, double Upper)
{
    /// <summary>From a computed interval.</summary>
    /// <param name="against">The other system.</param>
    /// <param name="measure">What is compared.</param>
    /// <param name="interval">Mixture minus other.</param>
    /// <returns>The comparison.</returns>
    public static Comparison From(string against, string measure, Interval interval) =>
        new(against, measure, interval.Difference, interval.Lower, interval.Upper);
}
