using MoECollab.Experts;
using MoECollab.Inputs;
using MoECollab.Outputs;

namespace MoECollab.Host.Budget;

/// <summary>An expert whose weights are in memory when it is called, and otherwise only where the budget has room for them.</summary>
internal class BudgetedExpert : IExpert, ICountsWork
{
    private WeightOwner? _owner;

    /// <param name="budget">Where its weights are kept.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="owner">Its package.</param>
    /// <param name="first">The expert as it was made the first time; not kept.</param>
    public BudgetedExpert(WeightBudget budget, SharedWeights weights, WeightOwner owner, IExpert first)
    {
        Budget = budget;
        Weights = weights;
        _owner = owner;
        Output = first.Output;
        Traits = first.Traits with { WeightBytes = weights.Bytes };
    }

    /// <inheritdoc/>
    public OutputSpace Output { get; }

    /// <inheritdoc/>
    public ExpertTraits Traits { get; }

    /// <summary>Bytes that leave memory with it.</summary>
    public long BytesOfItsOwn => Budget.FreedWithOneOf(Weights);

    protected WeightBudget Budget { get; }

    protected SharedWeights Weights { get; }

    /// <inheritdoc/>
    public ExpertOutput Run(ExpertBatch batch)
    {
        var expert = Budget.Take(Weights);
        try
        {
            return expert.Run(batch);
        }
        finally
        {
            Budget.GiveBack(Weights);
        }
    }

    /// <inheritdoc/>
    public long MultiplyAdds(RawInput input)
    {
        var expert = Budget.Take(Weights);
        try
        {
            return expert is ICountsWork counts ? counts.MultiplyAdds(input) : expert.Traits.MultiplyAdds;
        }
        finally
        {
            Budget.GiveBack(Weights);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _owner, null) is { } owner)
        {
            Budget.Leave(Weights, owner);
            owner.Files?.Dispose();
        }
    }
}
