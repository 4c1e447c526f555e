using MoECollab.Mixture.Mixing;
using MoECollab.Outputs;

namespace MoECollab.Training.Gates.Trial;

/// <summary>
/// Which rivals may take a trained gate's place. With few rows hardly anything is surely worse, so one expert alone has to be right as often as the best
/// single one: with merged labels the mixture is then never worse on these rows than the expert of all domains. Where no two experts share a label, one alone is
/// wrong on everything that is another's: there it has to be right as often as all together, and every other expert's labels have to be among the rows.
/// </summary>
/// <param name="experts">All of them.</param>
/// <param name="labels">The right labels of the validation rows.</param>
internal sealed class StandIns(IReadOnlyList<MixtureExpert> experts, IReadOnlyList<string> labels)
{
    private readonly string[][] _labels = [.. experts.Select(expert => expert.Descriptor.Output is ClassSpace space ? space.Labels.ToArray() : [])];

    /// <summary>Their positions: those of the single experts that may, and the one behind them, of all together, which always may.</summary>
    /// <param name="singles">What some experts alone reach.</param>
    /// <param name="together">What all with equal weights reach.</param>
    public IReadOnlyList<int> Allowed(IReadOnlyList<Contestant> singles, Contestant together)
    {
        var least = singles.Max(single => single.Accuracy);
        if (_labels.Length > 1 && AreApart())
            least = AllAreSeen() ? Math.Max(least, together.Accuracy) : double.PositiveInfinity;
        return [.. Enumerable.Range(0, singles.Count).Where(i => singles[i].Accuracy >= least), singles.Count];
    }

    private bool AreApart() => _labels.SelectMany(its => its).GroupBy(label => label, StringComparer.Ordinal).All(group => group.Count() == 1);

    private bool AllAreSeen()
    {
        var seen = labels.ToHashSet(StringComparer.Ordinal);
        return _labels.All(its => its.Any(seen.Contains));
    }
}
