using MoECollab.Integration;
using MoECollab.Outputs;

namespace MoECollab.Mixture.Integrating;

/// <summary><c>primary-text</c>: the primary expert's text; where the primary did not answer, that of the highest weight, and of the first of equals.</summary>
public sealed class PrimaryText : IIntegrator
{
    /// <inheritdoc/>
    public string Name => "primary-text";

    /// <inheritdoc/>
    public bool Accepts(OutputSpace space) => space is TextSpace;

    /// <inheritdoc/>
    public IReadOnlyList<IntegratedRow?> Combine(int rows, IReadOnlyList<ExpertContribution> contributions)
    {
        var best = new (float Rank, string Text)?[rows];
        foreach (var contribution in contributions)
        {
            for (var i = 0; i < contribution.Rows.Count; i++)
            {
                var isPrimary = i < contribution.Primary.Count && contribution.Primary[i];
                var rank = isPrimary ? float.PositiveInfinity : contribution.Weights[i];
                ref var present = ref best[contribution.Rows[i]];
                if (present is null || rank > present.Value.Rank)
                    present = (rank, contribution.Output.Texts![i]);
            }
        }

        return [.. best.Select(row => row is null ? null : new IntegratedRow { Text = row.Value.Text })];
    }
}
