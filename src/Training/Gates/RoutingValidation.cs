using MoECollab.Gating.Losses;

namespace MoECollab.Training.Gates;

/// <summary>A gate's logits on validation inputs, beside what the experts gave to the right labels; in host memory.</summary>
/// <param name="logits">[rows × experts] row by row.</param>
/// <param name="likelihoods">[rows × experts].</param>
internal sealed class RoutingValidation(float[] logits, Likelihoods likelihoods)
{
    public int Rows => likelihoods.Rows;

    /// <summary>Mean −log Σ softmax(z/T)_i p_i, in nats.</summary>
    public double Loss(double temperature)
    {
        var sum = 0.0;
        for (var row = 0; row < Rows; row++)
        {
            var scores = Row(row);
            var given = likelihoods.Row(row);
            var largest = Largest(scores);
            double mass = 0, joint = 0;
            for (var i = 0; i < scores.Length; i++)
            {
                var weight = Math.Exp((scores[i] - largest) / temperature);
                mass += weight;
                joint += weight * Math.Max(given[i], MixtureLoss.SmallestProbability);
            }

            sum -= Math.Log(joint / mass);
        }

        return Rows == 0 ? 0 : sum / Rows;
    }

    /// <summary>The highest routing probability of each input.</summary>
    public IEnumerable<float> Highest(double temperature)
    {
        for (var row = 0; row < Rows; row++)
        {
            var mass = 0.0;
            var largest = Largest(Row(row));
            foreach (var score in Row(row)) mass += Math.Exp((score - largest) / temperature);
            yield return (float)(1 / mass);
        }
    }

    /// <summary>Share of inputs whose best-scored expert is that of their domain; null where no input has a known one.</summary>
    /// <param name="columns">The column of each input's own expert, or −1.</param>
    public double? Accuracy(IReadOnlyList<int> columns)
    {
        int known = 0, right = 0;
        for (var row = 0; row < Rows; row++)
        {
            if (columns[row] < 0) continue;
            known++;
            var scores = Row(row);
            // Ties go to the smaller id, as in every selector.
            if (scores.IndexOf(Largest(scores)) == columns[row]) right++;
        }

        return known == 0 ? null : (double)right / known;
    }

    private ReadOnlySpan<float> Row(int row) => logits.AsSpan(row * likelihoods.Experts, likelihoods.Experts);

    private static float Largest(ReadOnlySpan<float> scores)
    {
        var largest = float.NegativeInfinity;
        foreach (var score in scores) largest = Math.Max(largest, score);
        return largest;
    }
}
