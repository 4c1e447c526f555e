using MoECollab.Training.Fitting;
using MoECollab.Training.Schedules;
using static TorchSharp.torch;

namespace MoECollab.Training.Losses;

/// <summary>
/// The terms beside the task's loss. Options: <c>lambda-entropy</c>, <c>lambda-kl</c>, <c>lambda-balance</c>, <c>lambda-z</c> (signed, default 0),
/// <c>lambda-&lt;name&gt;</c> for a plugin's term, and <c>schedule-entropy</c> … with the name of a schedule (default constant).
/// </summary>
public sealed class AuxiliaryTerms
{
    private const double LargestCoefficient = 1e6;

    private readonly IReadOnlyList<AuxiliaryTerm> _terms;

    /// <summary>Takes the terms whose coefficient is not 0.</summary>
    /// <param name="terms">Any number.</param>
    public AuxiliaryTerms(IEnumerable<AuxiliaryTerm> terms) => _terms = [.. terms.Where(term => term.Coefficient != 0)];

    /// <summary>The terms, in the order they are added.</summary>
    public IReadOnlyList<AuxiliaryTerm> Terms => _terms;

    /// <summary>Σ λ·term.</summary>
    /// <param name="task">The task's loss, a scalar; borrowed.</param>
    /// <param name="statistics">The batch's routing; borrowed.</param>
    /// <returns>Task plus terms, with graph; owned by the caller.</returns>
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

    internal static AuxiliaryTerms Read(OptionReader options, IReadOnlyList<IAuxiliaryLoss> pluginLosses, IReadOnlyDictionary<string, ISchedule> pluginSchedules)
    {
        var schedules = BuiltInSchedules.With(pluginSchedules);
        AuxiliaryTerm Term(IAuxiliaryLoss loss, string name) => new(
            loss,
            options.Number($"lambda-{name}", 0, -LargestCoefficient, LargestCoefficient),
            schedules[options.Name($"schedule-{name}", BuiltInSchedules.Constant, schedules.Keys)]);
        return new AuxiliaryTerms(
        [
            Term(new EntropyLoss(), "entropy"),
            Term(new UniformKlLoss(), "kl"),
            Term(new SwitchBalanceLoss(), "balance"),
            Term(new RouterZLoss(), "z"),
            .. pluginLosses.Select(loss => Term(loss, loss.Name)),
        ]);
    }
}
