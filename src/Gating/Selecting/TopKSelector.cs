using MoECollab.Gating.OnDevice;

namespace MoECollab.Gating.Selecting;

/// <summary>
/// <c>top-k</c>: the k best, weighted by softmax over them alone. Options: <c>k</c>, 1 to 1024, default 1, which a request's budget overrides;
/// <c>bias.ID</c>: added to that expert's score for the choice only, not for its weight (DeepSeek-V3's balancing).
/// </summary>
internal sealed class TopKSelector(int kept, IReadOnlyDictionary<string, float> biases) : ISelector, IKnownCount
{
    public bool Normalises => true;

    public IReadOnlyList<SelectedExpert> Select(RoutingRow row, ReadOnlySpan<float> scores)
    {
        var count = CountFor(row.Request);
        if (biases.Count == 0)
            return Ranking.Top(scores, count);

        float[] biased = [.. scores];
        Bias(row.Experts, biased);
        return Ranking.Normalised(scores, Ranking.Best(biased, count));
    }

    public int CountFor(RoutingRequest request) => request.TopK ?? kept;

    public void Bias(ExpertSnapshot experts, Span<float> scores)
    {
        foreach (var (id, bias) in biases)
        {
            var position = experts.PositionOf(id);
            if (position >= 0)
                scores[position] += bias;
        }
    }
}
