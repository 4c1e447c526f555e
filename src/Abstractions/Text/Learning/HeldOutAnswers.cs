namespace MoECollab.Text.Learning;

/// <summary>What the chosen fits say of held-out examples, so that other learners can be compared with them, and put together with them, on the same splits.</summary>
/// <param name="Parts">The splits: numbers of the examples that are fitted, and of those that are then asked; numbers from the number of examples on are those of validation examples.</param>
/// <param name="Probabilities">Of all asked examples, part after part, [n, C] row by row, calibrated.</param>
public sealed record HeldOutAnswers(IReadOnlyList<(int[] Fitted, int[] Unseen)> Parts, float[] Probabilities);
