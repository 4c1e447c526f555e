namespace MoECollab.Studies.Guarding;

/// <summary>
/// GQR's score (arXiv 2505.14524): 2·A·R/(A + R), A the share of known rows that are let in and routed right, R the share of strange rows that are
/// refused, the mean over their sets.
/// </summary>
internal static class Harmonic
{
    private const int Draws = 200;

    public static double Of(double admitted, double refused) => admitted + refused == 0 ? 0 : 2 * admitted * refused / (admitted + refused);

    /// <summary>The threshold for rows to come: the mean of those that are best on draws, with replacement, of the rows to tune on. Strange rows are few; the best on all of them alone is a matter of chance.</summary>
    /// <param name="known">Scores of known rows: those at or above the threshold are let in.</param>
    /// <param name="right">Whether each would be routed right.</param>
    /// <param name="strange">Scores of strange rows.</param>
    public static double Threshold(double[] known, bool[] right, double[] strange)
    {
        var random = new Random(1);
        var sum = 0.0;
        for (var draw = 0; draw < Draws; draw++)
        {
            int[] drawn = [.. known.Select(_ => random.Next(known.Length))];
            sum += Best([.. drawn.Select(row => known[row])], [.. drawn.Select(row => right[row])], [.. strange.Select(_ => strange[random.Next(strange.Length)])]);
        }

        return sum / Draws;
    }

    /// <summary>The threshold of the best score on these very rows: half-way between two scores.</summary>
    private static double Best(double[] known, bool[] right, double[] strange)
    {
        var rows = known.Zip(right, (score, isRight) => (Score: score, Admitted: isRight ? 1 : 0, Refused: 0)).Concat(strange.Select(score => (Score: score, Admitted: 0, Refused: 1))).OrderBy(row => row.Score).ToArray();
        var (admitted, refused) = (right.Count(isRight => isRight), 0);
        var (best, bestScore) = (rows[0].Score, -1.0);
        for (var row = 0; row + 1 < rows.Length; row++)
        {
            admitted -= rows[row].Admitted;
            refused += rows[row].Refused;
            if (rows[row].Score == rows[row + 1].Score) continue;
            var score = Of((double)admitted / known.Length, (double)refused / strange.Length);
            if (score > bestScore) (best, bestScore) = ((rows[row].Score + rows[row + 1].Score) / 2, score);
        }

        return best;
    }

    public static double Admitted(double[] known, bool[] right, double threshold) =>
        known.Zip(right, (score, isRight) => score >= threshold && isRight ? 1.0 : 0).Average();

    public static double Refused(double[] strange, double threshold) => strange.Average(score => score < threshold ? 1.0 : 0);

    /// <summary>The probability that a known row scores above a strange one, ties counting half.</summary>
    public static double AreaUnderCurve(double[] known, double[] strange)
    {
        var sorted = strange.Order().ToArray();
        double Below(double score)
        {
            var (low, high) = (Bound(sorted, score, 0), Bound(sorted, score, 1));
            return (low + high) / 2.0 / sorted.Length;
        }

        return known.Average(Below);
    }

    // The number of values below the score; with inclusive = 1, of those not above it.
    private static int Bound(double[] sorted, double score, int inclusive)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < score || (inclusive == 1 && sorted[middle] == score)) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
