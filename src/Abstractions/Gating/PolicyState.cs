using MoECollab.Outputs;

namespace MoECollab.Gating;

/// <summary>Where a policy stands with one input.</summary>
/// <param name="Row">The input and the experts.</param>
/// <param name="Round">0 for the first proposal.</param>
/// <param name="Answers">Outputs so far, by expert id; borrowed.</param>
/// <param name="Remaining">What is left of the budget.</param>
public sealed record PolicyState(RoutingRow Row, int Round, IReadOnlyDictionary<string, ExpertOutput> Answers, RoutingBudget Remaining);
