namespace MoECollab.Training.Calibration;

/// <summary>Quantiles of a sample.</summary>
internal static class Quantile
{
    /// <summary>The value below which a share of the sample lies, interpolated between neighbours (Hyndman and Fan 1996, type 7).</summary>
    /// <param name="values">At least one value; not changed.</param>
    /// <param name="share">0 to 1.</param>
    public static float Of(ReadOnlySpan<float> values, double share)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return (float)(sorted[below] + ((place - below) * (sorted[above] - sorted[below])));
    }
}
