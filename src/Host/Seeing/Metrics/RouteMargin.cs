namespace MoECollab.Host.Seeing.Metrics;

/// <summary>How far the most probable expert is ahead of the next: the difference of the two largest softmax(scores).</summary>
internal static class RouteMargin
{
    /// <param name="scores">Logits; masked experts have negative infinity.</param>
    /// <returns>0 to 1; 1 where only one can be chosen, 0 where nothing was scored.</returns>
    public static double Of(ReadOnlySpan<float> scores)
    {
        var (first, second) = (float.NegativeInfinity, float.NegativeInfinity);
        foreach (var score in scores)
        {
            if (score > first)
                (first, second) = (score, first);
            else if (score > second)
                second = score;
        }

        if (!float.IsFinite(first))
            return 0;
        var sum = 0f;
        foreach (var score in scores)
            sum += MathF.Exp(score - first);
        return (1 - MathF.Exp(second - first)) / sum;
    }
}
