namespace MoECollab.Gating.Composing;

/// <summary>What a batch selector chose.</summary>
/// <param name="Faults">What was wrong with each row's scores, or null.</param>
/// <param name="Selections">One per row; empty where the selector failed.</param>
/// <param name="Failure">Why the selector failed, or null.</param>
internal sealed record BatchSelection(IReadOnlyList<string?> Faults, IReadOnlyList<IReadOnlyList<SelectedExpert>> Selections, string? Failure);
