namespace MoECollab.Training.Evaluation;

/// <summary>
/// Paired bootstrap (Efron and Tibshirani 1993, ch. 13; Koehn 2004): rows are drawn with replacement, both systems are
/// scored on the same draw, and the percentiles of the difference are the interval. Equal seeds give equal intervals.
/// </summary>
public static class PairedBootstrap
{
    /// <summary>Number of resamples.</summary>
    public const int DefaultResamples = 2_000;

    /// <summary>Coverage of the interval.</summary>
    public const double DefaultLevel = 0.95;

    /// <summary>Difference of the means of two scores per row, for example 1 for right and 0 for wrong.</summary>
    /// <param name="first">Score of the first system, [rows].</param>
    /// <param name="second">Score of the second on the same rows, [rows]. For several seeds, each row's mean over the seeds.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="resamples">Number of draws.</param>
    /// <param name="level">Coverage in (0, 1).</param>
    /// <returns>mean(first) − mean(second) with its interval.</returns>
    /// <exception cref="ArgumentException">The lengths differ or there is no row.</exception>
    public static Interval Difference(
        ReadOnlySpan<double> first,
        ReadOnlySpan<double> second,
        int seed,
        int resamples = DefaultResamples,
        double level = DefaultLevel)
    {
        Check(first.Length, second.Length, resamples, level);
        var rows = first.Length;
        var gains = new double[rows];
        for (var row = 0; row < rows; row++) gains[row] = first[row] - second[row];

        var random = new Random(seed);
        var differences = new double[resamples];
        for (var draw = 0; draw < resamples; draw++)
        {
            double sum = 0;
            for (var i = 0; i < rows; i++) sum += gains[random.Next(rows)];
            differences[draw] = sum / rows;
        }

        return Percentiles(gains.Average(), differences, level);
    }

    /// <summary>Difference of two systems' accuracies.</summary>
    /// <param name="firstRight">Whether the first system is right, [rows].</param>
    /// <param name="secondRight">Whether the second is, on the same rows, [rows].</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="resamples">Number of draws.</param>
    /// <param name="level">Coverage in (0, 1).</param>
    /// <returns>The difference with its interval.</returns>
    /// <exception cref="ArgumentException">The lengths differ or there is no row.</exception>
    public static Interval Accuracy(
        ReadOnlySpan<bool> firstRight,
        ReadOnlySpan<bool> secondRight,
        int seed,
        int resamples = DefaultResamples,
        double level = DefaultLevel) =>
        Difference(Scores(firstRight), Scores(secondRight), seed, resamples, level);

    /// <summary>Difference of two systems' macro-F1.</summary>
    /// <param name="actual">True class of each row, [rows].</param>
    /// <param name="first">Classes the first system predicts, [rows]; <see cref="ConfusionMatrix.None"/> for no answer.</param>
    /// <param name="second">Classes the second predicts, [rows].</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="resamples">Number of draws.</param>
    /// <param name="level">Coverage in (0, 1).</param>
    /// <returns>The difference with its interval.</returns>
    /// <exception cref="ArgumentException">The lengths differ or there is no row.</exception>
    public static Interval MacroF1(
        ReadOnlySpan<int> actual,
        ReadOnlySpan<int> first,
        ReadOnlySpan<int> second,
        int classes,
        int seed,
        int resamples = DefaultResamples,
        double level = DefaultLevel)
    {
        Check(actual.Length, first.Length, resamples, level);
        Check(actual.Length, second.Length, resamples, level);
        var random = new Random(seed);
        var drawn = new int[actual.Length];
        var differences = new double[resamples];
        for (var draw = 0; draw < resamples; draw++)
        {
            for (var i = 0; i < drawn.Length; i++) drawn[i] = random.Next(drawn.Length);
            differences[draw] = ResampledF1(actual, first, drawn, classes) - ResampledF1(actual, second, drawn, classes);
        }

        var whole = new ConfusionMatrix(actual, first, classes).MacroF1 - new ConfusionMatrix(actual, second, classes).MacroF1;
        return Percentiles(whole, differences, level);
    }

    private static double ResampledF1(ReadOnlySpan<int> actual, ReadOnlySpan<int> predicted, int[] drawn, int classes)
    {
        var occurrences = new int[classes];   // support + predicted
        var right = new int[classes];
        foreach (var row in drawn)
        {
            occurrences[actual[row]]++;
            if (predicted[row] == ConfusionMatrix.None) continue;
            occurrences[predicted[row]]++;
            if (actual[row] == predicted[row]) right[actual[row]]++;
        }

        double sum = 0;
        var present = 0;
        for (var c = 0; c < classes; c++)
        {
            if (occurrences[c] == 0) continue;
            sum += 2.0 * right[c] / occurrences[c];
            present++;
        }

        return sum / present;
    }

    private static Interval Percentiles(double whole, double[] differences, double level)
    {
        Array.Sort(differences);
        var tail = (1 - level) / 2;
        return new Interval(whole, Quantile(differences, tail), Quantile(differences, 1 - tail));
    }

    private static double Quantile(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }

    private static double[] Scores(ReadOnlySpan<bool> right)
    {
        var scores = new double[right.Length];
        for (var row = 0; row < scores.Length; row++) scores[row] = right[row] ? 1 : 0;
        return scores;
    }

    private static void Check(int first, int second, int resamples, double level)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(level, 1);
        if (first != second || first == 0)
            throw new ArgumentException($"Found {first} and {second} rows; expected the same number, at least 1.");
    }
}
