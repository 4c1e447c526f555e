namespace MoECollab.Training.Data;

/// <summary>One text to classify.</summary>
/// <param name="Text">The text; never blank.</param>
/// <param name="Source">Where it was read.</param>
public readonly record struct PredictionInput(string Text, SourceLine Source);
