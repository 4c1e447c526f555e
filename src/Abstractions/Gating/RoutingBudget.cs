namespace MoECollab.Gating;

/// <summary>What a decision may cost; null where nothing is asked. The host enforces it.</summary>
/// <param name="MultiplyAdds">Multiply-adds of the executed experts, per input.</param>
/// <param name="Time">Time for the answer.</param>
/// <param name="Rounds">Rounds of a policy.</param>
/// <param name="Experts">Executed experts per input (k).</param>
public sealed record RoutingBudget(long? MultiplyAdds = null, TimeSpan? Time = null, int? Rounds = null, int? Experts = null);
