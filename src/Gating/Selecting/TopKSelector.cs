namespace MoECollab.Gating.Selecting;

/// <summary>
/// <c>top-k</c>: the k best, weighted by softmax over them alone. Options: <c>k</c>, 1 to 1024, default 1, which a request's budget overrides;
/// <c>bias.ID</c>: added to that expert's score for the choice only, not for its weight (DeepSeek-V3's balancing).
/// </summary>
internal sealed class TopKSelector(int kept, IReadOnlyDictionary<string, float> biases) : ISelector
{
    public bool Normalises => true;

    public IReadOnlyList<SelectedExpert> Select(RoutingRow row, ReadOnlySpan<float> scores)
    {
        var count = row.Request.Budget.Experts ?? kept;
        if (biases.Count == 0)
            return Ranking.Top(scores, count);

        float[] biased = [.. scores];
        foreach (var (id, bias) in biases)
        {
            var position = row.Experts.PositionOf(id);
            if (position >= 0)
                biased[position] += bias;
        }

        return Ranking.Normalised(scores, Ranking.Best(biased, count));
    }
}
