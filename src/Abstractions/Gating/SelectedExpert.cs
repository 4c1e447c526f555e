namespace MoECollab.Gating;

/// <summary>An expert that a selector picked.</summary>
/// <param name="Position">Its position in the call's snapshot.</param>
/// <param name="Weight">Its weight, above 0; weights sum to 1 unless the selector says it does not normalise.</param>
/// <param name="Role">Exactly one of a selection is primary.</param>
public readonly record struct SelectedExpert(int Position, float Weight, ExpertRole Role);
