using MoECollab.Experts;
using MoECollab.Gating.Numerics.Panels;

namespace MoECollab.Host.Budget;

/// <summary>As <see cref="BudgetedDirectExpert"/>, for an expert of a built-in kind that answers rows of a batch where they lie: with a budget it answers to the last bit as without one.</summary>
internal sealed class BudgetedRowsExpert(WeightBudget budget, SharedWeights weights, WeightOwner owner, IExpert first) : BudgetedDirectExpert(budget, weights, owner, first), IRowLogits
{
    /// <inheritdoc/>
    public void Logits(RowPlaces hidden, int count, Span<float> logits)
    {
        var expert = (IRowLogits)Budget.Take(Weights);
        try
        {
            expert.Logits(hidden, count, logits);
        }
        finally
        {
            Budget.GiveBack(Weights);
        }
    }
}
