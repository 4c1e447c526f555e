using MoECollab.Gating.Numerics;

namespace MoECollab.Gating.Selecting;

/// <summary><c>threshold</c>: every expert whose probability reaches the threshold, weighted by softmax over them; none means Null. Options: <c>value</c>, 0 to 1, default 0.1; <c>most</c>, how many at most, 1 to 1024, default 1024, which a request's budget overrides.</summary>
internal sealed class ThresholdSelector(float threshold, int most) : ISelector
{
    public bool Normalises => true;

    public IReadOnlyList<SelectedExpert> Select(RoutingRow row, ReadOnlySpan<float> scores)
    {
        var best = Ranking.Best(scores, row.Request.TopK ?? most);
        var total = Softmax.LogSumExp(scores);
        var kept = 0;
        while (kept < best.Length && MathF.Exp(scores[best[kept]] - total) >= threshold)
            kept++;
        return Ranking.Normalised(scores, best.AsSpan(0, kept));
    }
}
