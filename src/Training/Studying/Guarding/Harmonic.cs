namespace MoECollab.Training.Studying.Guarding;

/// <summary>
/// GQR's score (arXiv 2505.14524): 2·A·R/(A + R), A the share of known rows that are let in and routed right, R the share of strange rows that are
/// refused, the mean over their sets.
/// </summary>
internal static class Harmonic
{
    public static double Of(double admitted, double refused) => admitted + refused == 0 ? 0 : 2 * admitted * refused / (admitted + refused);

    /// <summary>The threshold of the best score on rows to tune on: known rows at or above it are let in.</summary>
    /// <param name="known">Scores of known rows.</param>
    /// <param name="right">Whether each would be routed right.</param>
    /// <param name="strange">Scores of strange rows.</param>
    public static double Threshold(double[] known, bool[] right, double[] strange)
    {
        var (best, bestScore) = (double.NegativeInfinity, -1.0);
        foreach (var candidate in known.Concat(strange).Distinct().Order())
        {
            var score = Of(Admitted(known, right, candidate), Refused(strange, candidate));
            if (score > bestScore) (best, bestScore) = (candidate, score);
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
