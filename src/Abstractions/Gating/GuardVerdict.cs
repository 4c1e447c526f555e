namespace MoECollab.Gating;

/// <summary>A guard's verdict on one input, with the figures it rests on.</summary>
/// <param name="Action">What to do.</param>
/// <param name="Score">The guard's own score of the input.</param>
/// <param name="Threshold">The threshold it was compared with.</param>
/// <param name="Reason">In words; empty where the input passes.</param>
public readonly record struct GuardVerdict(GuardAction Action, float Score, float Threshold, string Reason = "");
