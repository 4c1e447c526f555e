using MoECollab.Gating.Numerics;

namespace MoECollab.Gating.Selecting;

/// <summary><c>top-p</c>: the smallest set of best experts whose probabilities sum to p or more, weighted by softmax over them. Options: <c>p</c>, 0 to 1, default 0.9; <c>most</c>, how many at most, 1 to 1024, default 1024, which a request's budget overrides.</summary>
internal sealed class TopPSelector(float mass, int most) : ISelector
{
    public bool Normalises => true;

    public IReadOnlyList<SelectedExpert> Select(RoutingRow row, ReadOnlySpan<float> scores)
    {
        var best = Ranking.Best(scores, row.Request.TopK ?? most);
        var total = Softmax.LogSumExp(scores);
        var sum = 0f;
        var kept = 0;
        while (kept < best.Length && (kept == 0 || sum < mass))
            sum += MathF.Exp(scores[best[kept++]] - total);
        return Ranking.Normalised(scores, best.AsSpan(0, kept));
    }
}
