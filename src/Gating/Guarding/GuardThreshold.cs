namespace MoECollab.Gating.Guarding;

/// <summary>Calibrates a guard's threshold on inputs of the kind that is to pass; never on the inputs that it is later tested to reject.</summary>
public static class GuardThreshold
{
    /// <summary>The highest threshold that lets at least a share of inputs like these pass. By the conformal argument a new input of their kind passes with at least that probability, on average over calibration sets.</summary>
    /// <param name="scores">The guard's own scores of in-distribution inputs (<see cref="GuardVerdict.Score"/>), at least one, finite, in any order.</param>
    /// <param name="passing">Share that must pass, 0 to 1; 0.95 is usual.</param>
    /// <returns>The threshold; −∞ where there are too few inputs to promise the share.</returns>
    /// <exception cref="ArgumentException">No scores, a score that is not finite, or a share outside 0 to 1.</exception>
    public static float Calibrate(IEnumerable<float> scores, double passing)
    {
        if (passing is not (>= 0 and <= 1))
            throw new ArgumentException($"The share that passes is {passing}; expected 0 to 1.", nameof(passing));
        float[] sorted = [.. scores.Order()];
        if (sorted.Length == 0 || !sorted.All(float.IsFinite))
            throw new ArgumentException($"{sorted.Length} scores, of which some may not be finite; expected at least one, all finite.", nameof(scores));

        var rank = (int)Math.Floor((1 - passing) * (sorted.Length + 1));
        return rank == 0 ? float.NegativeInfinity : sorted[Math.Min(rank, sorted.Length) - 1];
    }
}
