namespace MoECollab.Training.Evaluation;

/// <summary>Figures over some rows: one domain, or all of them.</summary>
/// <param name="Domain">The domain, or null for all rows.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Accuracy">Share of right answers, in [0, 1].</param>
/// <param name="MacroF1">Mean F1 over the labels that are true or predicted somewhere; for one domain, over that domain's labels.</param>
/// <param name="RoutingAccuracy">Share of rows whose first expert is that of their domain; null where nothing was routed.</param>
/// <param name="CalibrationError">Expected calibration error of the answered rows.</param>
public sealed record DomainResult(
    string? Domain,
    int Rows,
    double Accuracy,
    double MacroF1,
    double? RoutingAccuracy,
    double CalibrationError);
