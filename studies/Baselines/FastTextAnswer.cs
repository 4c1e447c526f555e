namespace MoECollab.Studies.Baselines;

/// <summary>What fastText says of one text.</summary>
/// <param name="Label">The most probable label.</param>
/// <param name="Probability">Its probability, 0 to 1.</param>
public readonly record struct FastTextAnswer(string Label, double Probability);
