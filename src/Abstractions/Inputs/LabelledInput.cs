namespace MoECollab.Inputs;

/// <summary>One example to learn from.</summary>
/// <param name="Input">The input.</param>
/// <param name="Label">Its label in the union of all labels, the exact string.</param>
/// <param name="Domain">The domain it was collected in, or null where that is unknown.</param>
public sealed record LabelledInput(RawInput Input, string Label, string? Domain = null);
