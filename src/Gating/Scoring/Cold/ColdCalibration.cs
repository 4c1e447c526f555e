namespace MoECollab.Gating.Scoring.Cold;

/// <summary>
/// Puts the key similarity of a cold expert on the scale of a trained scorer's logits, input by input and without training: by matching
/// quantiles. The similarities of the known experts that shipped keys, and their logits, are sorted each for itself; a similarity that lies
/// between two of the known ones gets the logit that lies equally far between the two of the same ranks. Beyond the ends the mean slope goes on,
/// for one range of the logits at most. So a cold expert whose key is as near as the nearest known one ties with the highest logit, and one that
/// is nearer than all outranks them all, by a margin that stays within the scorer's own scale. The map is monotone in the similarity.
/// </summary>
internal static class ColdCalibration
{
    /// <summary>Logits per unit of similarity where fewer than two known experts give a scale: the prototype route's own default.</summary>
    public const float DefaultSlope = 10f;

    /// <summary>The logit of a cold expert.</summary>
    /// <param name="similarities">Of the known experts with keys, ascending, [m].</param>
    /// <param name="logits">Of the same experts, ascending, [m].</param>
    /// <param name="anchor">The logit for a similarity of 0 where m is 0.</param>
    /// <param name="similarity">Of the cold expert.</param>
    public static float Logit(ReadOnlySpan<float> similarities, ReadOnlySpan<float> logits, float anchor, float similarity)
    {
        if (similarities.IsEmpty)
            return anchor + (DefaultSlope * similarity);
        if (similarities.Length == 1)
            return logits[0] + (DefaultSlope * (similarity - similarities[0]));

        var (lowest, highest) = (similarities[0], similarities[^1]);
        var range = logits[^1] - logits[0];
        var slope = highest > lowest ? range / (highest - lowest) : DefaultSlope;
        if (similarity >= highest)
            return logits[^1] + Math.Min(range, slope * (similarity - highest));
        if (similarity <= lowest)
            return logits[0] - Math.Min(range, slope * (lowest - similarity));

        var upper = 1;
        while (similarities[upper] <= similarity)
            upper++;
        var share = (similarity - similarities[upper - 1]) / (similarities[upper] - similarities[upper - 1]);
        return logits[upper - 1] + (share * (logits[upper] - logits[upper - 1]));
    }
}
