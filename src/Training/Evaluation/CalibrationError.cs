namespace MoECollab.Training.Evaluation;

/// <summary>Expected calibration error: how far stated probabilities are from how often they are right.</summary>
public static class CalibrationError
{
    /// <summary>Number of bins of equal width, as in the paper.</summary>
    public const int DefaultBins = 15;

    /// <summary>ECE = Σ_b n_b/n · |accuracy_b − confidence_b| over bins of equal width (Guo et al. 2017, eq. 3).</summary>
    /// <param name="confidence">Probability given to the predicted label, [rows], each in [0, 1].</param>
    /// <param name="right">Whether the prediction is right, [rows].</param>
    /// <param name="bins">Number of bins; bin b holds ((b)/bins, (b+1)/bins], the first one 0 too.</param>
    /// <returns>A value in [0, 1]; 0 without rows.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or a probability is outside [0, 1].</exception>
    public static double Of(ReadOnlySpan<double> confidence, ReadOnlySpan<bool> right, int bins = DefaultBins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        if (confidence.Length != right.Length)
        {
            throw new ArgumentException(
                $"Found {right.Length} verdicts for {confidence.Length} probabilities; give one each.", nameof(right));
        }

        // Within a bin, n_b · (accuracy − confidence) is the sum of (right − confidence): one number per bin suffices.
        var surplus = new double[bins];
        for (var row = 0; row < confidence.Length; row++)
        {
            if (!(confidence[row] is >= 0 and <= 1))
                throw new ArgumentException($"Found probability {confidence[row]} in row {row}; expected 0 to 1.", nameof(confidence));
            var bin = Math.Clamp((int)Math.Ceiling(confidence[row] * bins) - 1, 0, bins - 1);
            surplus[bin] += (right[row] ? 1 : 0) - confidence[row];
        }

        return confidence.Length == 0 ? 0 : surplus.Sum(Math.Abs) / confidence.Length;
    }
}
