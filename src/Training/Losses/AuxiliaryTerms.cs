using MoECollab.Gating;
using MoECollab.Gating.Composing;
using MoECollab.Training.Fitting;
using static TorchSharp.torch;

namespace MoECollab.Training.Losses;

/// <summary>
/// The terms beside the task's loss. Options, for every auxiliary loss that is registered (entropy, kl, switch-balance, z-loss, importance and
/// those of packages): <c>lambda-&lt;name&gt;</c>, its signed coefficient, default 0, and <c>schedule-&lt;name&gt;</c>, the name of a schedule,
/// default constant.
/// </summary>
public sealed class AuxiliaryTerms
{
    private const double LargestCoefficient = 1e6;
    private const string DefaultSchedule = "constant";

    private readonly IReadOnlyList<AuxiliaryTerm> _terms;

    /// <summary>Takes the terms whose coefficient is not 0.</summary>
    /// <param name="terms">Any number.</param>
    public AuxiliaryTerms(IEnumerable<AuxiliaryTerm> terms) => _terms = [.. terms.Where(term => term.Coefficient != 0)];

    /// <summary>The terms, in the order they are added.</summary>
    public IReadOnlyList<AuxiliaryTerm> Terms => _terms;

    /// <summary>task + Σ λ·term.</summary>
    /// <param name="task">The task's loss, a scalar; borrowed.</param>
    /// <param name="statistics">The batch's routing; borrowed.</param>
    /// <returns>A scalar with graph; owned by the caller.</returns>
    public Tensor AddTo(Tensor task, RoutingStatistics statistics)
    {
        using var scope = NewDisposeScope();
        var total = task.alias();
        foreach (var term in _terms)
        {
            var coefficient = (float)term.At(statistics.Progress);
            if (coefficient != 0) total = total + (term.Loss.Compute(statistics) * coefficient);
        }

        return total.MoveToOuterDisposeScope();
    }

    internal static AuxiliaryTerms Read(OptionReader options, GatingRegistry components, GatingContext context) => new(
        [.. components.Names<IAuxiliaryLoss>().Select(name => Read(name, options, components, context)).OfType<AuxiliaryTerm>()]);

    private static AuxiliaryTerm? Read(string name, OptionReader options, GatingRegistry components, GatingContext context)
    {
        var coefficient = options.Number($"lambda-{name}", 0, -LargestCoefficient, LargestCoefficient);
        var schedule = options.Name($"schedule-{name}", DefaultSchedule, components.Names<ISchedule>());
        return coefficient == 0 ? null : new AuxiliaryTerm(
            components.Find<IAuxiliaryLoss>(name).Create(context),
            coefficient,
            components.Find<ISchedule>(schedule).Create(context));
    }
}
