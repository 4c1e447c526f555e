using MoECollab.Gating.Numerics;
using MoECollab.Gating.OnDevice;

namespace MoECollab.Gating.Selecting;

/// <summary><c>switch</c>: the best expert with its raw softmax probability as weight, y = p_i E_i(x) (Fedus et al. 2021). The weight is not renormalised: it would always be 1, and a router trained through it would get no gradient. Takes no options.</summary>
internal sealed class SwitchSelector : ISelector, IKnownCount
{
    public bool Normalises => false;

    public IReadOnlyList<SelectedExpert> Select(RoutingRow row, ReadOnlySpan<float> scores)
    {
        var best = Ranking.Best(scores, 1);
        return best.Length == 0 ? [] : [new SelectedExpert(best[0], MathF.Exp(scores[best[0]] - Softmax.LogSumExp(scores)), ExpertRole.Primary)];
    }

    public int CountFor(RoutingRequest request) => 1;

    public void Bias(ExpertSnapshot experts, Span<float> scores)
    {
    }
}
