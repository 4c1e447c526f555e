using MoECollab.Experts;

namespace MoECollab.Host.Budget;

/// <summary>As <see cref="BudgetedExpert"/>, for an expert that can answer one input without tensors.</summary>
internal class BudgetedDirectExpert(WeightBudget budget, SharedWeights weights, WeightOwner owner, IExpert first) : BudgetedExpert(budget, weights, owner, first), IDirectExpert
{
    /// <inheritdoc/>
    public void Run(ReadOnlySpan<char> text, ReadOnlySpan<float> hidden, Span<float> probabilities)
    {
        var expert = (IDirectExpert)Budget.Take(Weights);
        try
        {
            expert.Run(text, hidden, probabilities);
        }
        finally
        {
            Budget.GiveBack(Weights);
        }
    }
}
