namespace MoECollab.Training.Evaluation;

/// <summary>Shannon entropy in nats.</summary>
public static class Entropy
{
    /// <summary>H(p) = −Σ p·ln p with p = weights / Σ weights, and 0·ln 0 = 0.</summary>
    /// <param name="weights">Non-negative weights, [experts]; they need not sum to 1.</param>
    /// <returns>Nats, in [0, ln experts]; 0 where all weights are 0.</returns>
    /// <exception cref="ArgumentException">A weight is negative or not finite.</exception>
    public static double Of(ReadOnlySpan<double> weights)
    {
        double total = 0;
        foreach (var weight in weights)
        {
            if (!(weight >= 0 && double.IsFinite(weight)))
                throw new ArgumentException($"Found weight {weight}; expected a finite one of at least 0.", nameof(weights));
            total += weight;
        }

        if (total == 0) return 0;
        double entropy = 0;
        foreach (var weight in weights)
        {
            var share = weight / total;
            if (share > 0) entropy -= share * Math.Log(share);
        }

        // One certain expert would otherwise give −0.
        return Math.Max(entropy, 0);
    }

    /// <summary>Counts entropies in bins of equal width over [0, ln experts].</summary>
    /// <param name="entropies">One entropy in nats per row.</param>
    /// <param name="experts">Number of experts that could be chosen; at least 1.</param>
    /// <param name="bins">Number of bins.</param>
    /// <returns>The histogram; values beyond an end by rounding fall into the bin at that end.</returns>
    public static Histogram Histogram(ReadOnlySpan<double> entropies, int experts, int bins = 20)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(experts, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        // With one expert the entropy is always 0: any width serves.
        var upper = experts == 1 ? 1 : Math.Log(experts);
        var counts = new long[bins];
        foreach (var entropy in entropies) counts[Math.Clamp((int)(entropy / upper * bins), 0, bins - 1)]++;
        return new Histogram(0, upper, counts);
    }
}
