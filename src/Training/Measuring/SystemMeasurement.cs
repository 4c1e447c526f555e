using MoECollab.Training.Evaluation;
using MoECollab.Training.Reports;

namespace MoECollab.Training.Measuring;

/// <summary>A system's answers to the rows of a set, and what they come to.</summary>
/// <param name="Outcomes">One per row, in the rows' order.</param>
/// <param name="Figures">Accuracy and cost over all rows.</param>
public record SystemMeasurement(IReadOnlyList<Outcome> Outcomes, SystemFigures Figures)
{
    /// <summary>Whether each answer is right, for paired comparisons.</summary>
    public bool[] Right => [.. Outcomes.Select(outcome => outcome.IsRight(LabelScope.WithDomain))];

    /// <summary>Figures from outcomes and costs.</summary>
    /// <param name="outcomes">One per row.</param>
    /// <param name="multiplyAdds">Mean multiply-adds per input.</param>
    /// <param name="microseconds">Median microseconds per input, or null.</param>
    /// <param name="parameters">Parameters in all, an embedding table counted once.</param>
    /// <param name="scope">Whether a label counts as right only with its domain.</param>
    public static SystemMeasurement Of(IReadOnlyList<Outcome> outcomes, double multiplyAdds, double? microseconds, long parameters, LabelScope scope = LabelScope.WithDomain)
    {
        var overall = EvaluationResult.Of(outcomes, scope).Overall;
        return new SystemMeasurement(outcomes, new SystemFigures
        {
            N = outcomes.Count,
            Accuracy = overall.Accuracy,
            MacroF1 = overall.MacroF1,
            CalibrationError = overall.CalibrationError,
            MultiplyAdds = multiplyAdds,
            Microseconds = microseconds,
            Parameters = parameters,
        });
    }
}
