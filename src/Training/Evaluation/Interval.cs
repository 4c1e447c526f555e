namespace MoECollab.Training.Evaluation;

/// <summary>A difference with its confidence interval.</summary>
/// <param name="Difference">The difference on the rows themselves.</param>
/// <param name="Lower">Lower end.</param>
/// <param name="Upper">Upper end.</param>
public readonly record struct Interval(double Difference, double Lower, double Upper)
{
    /// <summary>Whether the gain is certain at the interval's level: its lower end is above zero.</summary>
    public bool IsGain => Lower > 0;
}
