using MoECollab.Outputs;

namespace MoECollab.Integration;

/// <summary>What one expert answered to the rows that were routed to it.</summary>
/// <param name="ExpertId">The expert.</param>
/// <param name="Space">Its output space.</param>
/// <param name="Rows">The batch rows it answered, R of them.</param>
/// <param name="Weights">Its weight in each of them, [R], after renormalising over the experts that answered.</param>
/// <param name="Output">R answers; borrowed.</param>
public sealed record ExpertContribution(string ExpertId, OutputSpace Space, IReadOnlyList<int> Rows, IReadOnlyList<float> Weights, ExpertOutput Output)
{
    /// <summary>Whether the expert is the primary of each row, [R].</summary>
    public IReadOnlyList<bool> Primary { get; init; } = [];
}
