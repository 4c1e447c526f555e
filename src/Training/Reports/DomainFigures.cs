using MoECollab.Training.Evaluation;

namespace MoECollab.Training.Reports;

/// <summary>Figures of the mixture on the rows of one domain.</summary>
public sealed record DomainFigures
{
    /// <summary>The domain.</summary>
    public required string Domain { get; init; }

    /// <summary>Rows.</summary>
    public required int N { get; init; }

    /// <summary>Share of right answers, in [0, 1].</summary>
    public required double Accuracy { get; init; }

    /// <summary>Mean F1 over the domain's labels, in [0, 1].</summary>
    public required double MacroF1 { get; init; }

    /// <summary>Share of rows whose first expert is that of the domain; null where nothing was routed.</summary>
    public double? RoutingAccuracy { get; init; }

    /// <summary>Counted multiply-adds per input; null where not counted.</summary>
    public double? MultiplyAdds { get; init; }

    /// <summary>Median microseconds per input; null where not measured.</summary>
    public double? Microseconds { get; init; }

    /// <summary>Expected calibration error.</summary>
    public double CalibrationError { get; init; }

    /// <summary>Takes over computed figures.</summary>
    /// <param name="result">The figures of one domain.</param>
    /// <returns>The same, costs left open.</returns>
    public static DomainFigures From(DomainResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new DomainFigures
        {
            Domain = result.Domain ?? "all",
            N = result.Rows,
            Accuracy = result.Accuracy,
            MacroF1 = result.MacroF1,
            RoutingAccuracy = result.RoutingAccuracy,
            CalibrationError = result.CalibrationError,
        };
    }
}
