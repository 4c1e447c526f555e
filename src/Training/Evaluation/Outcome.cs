namespace MoECollab.Training.Evaluation;

/// <summary>What a system said about one labelled row.</summary>
/// <param name="Domain">True domain.</param>
/// <param name="Label">True label inside the domain.</param>
public readonly record struct Outcome(string Domain, string Label)
{
    /// <summary>Domain of the predicted label; null for no answer; where labels are merged, that of the row.</summary>
    public string? PredictedDomain { get; init; }

    /// <summary>Predicted label inside that domain; null for no answer.</summary>
    public string? PredictedLabel { get; init; }

    /// <summary>Domain of the expert that the gate weighted most; null where there is no gate or no expert was chosen.</summary>
    public string? RoutedTo { get; init; }

    /// <summary>Probability of the predicted label, in [0, 1]; 0 for no answer.</summary>
    public double Probability { get; init; }

    /// <summary>Whether the prediction is right.</summary>
    /// <param name="scope">Whether the domain counts.</param>
    /// <returns>False for no answer.</returns>
    public bool IsRight(LabelScope scope) =>
        PredictedLabel == Label && (scope == LabelScope.Merged || PredictedDomain == Domain);
}
