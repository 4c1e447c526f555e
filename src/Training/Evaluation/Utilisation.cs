namespace MoECollab.Training.Evaluation;

/// <summary>How much of the installed experts is used, in two figures.</summary>
public static class Utilisation
{
    /// <summary>A tenth of the even share counts as active.</summary>
    public const double DefaultEpsilon = 0.1;

    /// <summary>Effective number of experts over their number: exp(H(ḡ))/N.</summary>
    /// <param name="meanWeights">Gate weights averaged over the rows, [experts]; need not sum to 1.</param>
    /// <returns>A value in [1/N, 1]; 1 when all are used alike. 0 without experts or weights.</returns>
    public static double EffectiveShare(ReadOnlySpan<double> meanWeights)
    {
        double total = 0;
        foreach (var weight in meanWeights) total += weight;
        return total == 0 ? 0 : Math.Exp(Entropy.Of(meanWeights)) / meanWeights.Length;
    }

    /// <summary>Share of experts with more than a small load: #{i : load_i &gt; ε/N}/N.</summary>
    /// <param name="load">Share of rows per expert, [experts]; normalised here.</param>
    /// <param name="epsilon">ε, a fraction of the even share 1/N.</param>
    /// <returns>A value in [0, 1]; 0 without experts or load.</returns>
    public static double ActiveShare(ReadOnlySpan<double> load, double epsilon = DefaultEpsilon)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epsilon);
        double total = 0;
        foreach (var share in load) total += share;
        if (total == 0) return 0;
        var active = 0;
        foreach (var share in load)
        {
            if (share / total > epsilon / load.Length) active++;
        }

        return (double)active / load.Length;
    }
}
