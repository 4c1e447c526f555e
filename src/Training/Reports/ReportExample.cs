namespace MoECollab.Training.Reports;

/// <summary>One row with the mixture's answer.</summary>
/// <param name="Text">The text.</param>
/// <param name="Label">Its true label.</param>
/// <param name="Predicted">The predicted label; null for no answer.</param>
/// <param name="Probability">Probability of the predicted label.</param>
/// <param name="Experts">The experts that ran, with their weights.</param>
public sealed record ReportExample(
    string Text, string Label, string? Predicted, double Probability, IReadOnlyList<ExpertWeight> Experts);
