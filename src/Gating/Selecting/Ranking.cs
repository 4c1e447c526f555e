using System.Numerics;
using MoECollab.Gating.Numerics;

namespace MoECollab.Gating.Selecting;

/// <summary>What the selectors share: ranks by falling score, ties to the smaller id (snapshots are ordered by id), and softmax weights over what was kept.</summary>
internal static class Ranking
{
    private const int OnStack = 64;

    private static readonly SelectedExpert[]?[] Alones = new SelectedExpert[]?[1024];

    /// <summary>The positions of the best experts; masked ones are never among them.</summary>
    /// <param name="scores">[N].</param>
    /// <param name="count">How many at most.</param>
    public static int[] Best(ReadOnlySpan<float> scores, int count)
    {
        var best = new int[Math.Min(count, scores.Length)];
        var kept = Best(scores, best);
        return kept == best.Length ? best : best[..kept];
    }

    /// <summary>A selection of the best experts with the weights of softmax over them; experts whose weight underflows to 0 are left out.</summary>
    /// <param name="scores">[N].</param>
    /// <param name="count">How many at most.</param>
    public static IReadOnlyList<SelectedExpert> Top(ReadOnlySpan<float> scores, int count)
    {
        count = Math.Min(count, scores.Length);
        var best = count <= OnStack ? stackalloc int[count] : new int[count];
        return Normalised(scores, best[..Best(scores, best)]);
    }

    private static int Best(ReadOnlySpan<float> scores, Span<int> best)
    {
        var kept = 0;
        for (var position = 0; position < scores.Length && best.Length > 0; position++)
        {
            if (kept == best.Length && Vector.IsHardwareAccelerated)
                position = SkipLower(scores, position, scores[best[kept - 1]]);
            if (position == scores.Length || float.IsNegativeInfinity(scores[position]) || (kept == best.Length && !(scores[position] > scores[best[kept - 1]])))
                continue;
            var rank = kept == best.Length ? kept - 1 : kept++;
            for (; rank > 0 && scores[position] > scores[best[rank - 1]]; rank--)
                best[rank] = best[rank - 1];
            best[rank] = position;
        }

        return kept;
    }

    // Steps over whole vectors none of whose scores is above the last of the kept ones.
    private static int SkipLower(ReadOnlySpan<float> scores, int position, float threshold)
    {
        var bar = new Vector<float>(threshold);
        while (position + Vector<float>.Count <= scores.Length && !Vector.GreaterThanAny(new Vector<float>(scores[position..]), bar))
            position += Vector<float>.Count;
        return position;
    }

    /// <summary>A selection with the weights of softmax over the kept scores; experts whose weight underflows to 0 are left out, for weight 0 means not executed.</summary>
    /// <param name="scores">[N].</param>
    /// <param name="kept">Positions, best first.</param>
    public static IReadOnlyList<SelectedExpert> Normalised(ReadOnlySpan<float> scores, ReadOnlySpan<int> kept)
    {
        if (kept.Length == 1)
            return Alone(kept[0]);

        Span<float> weights = kept.Length <= OnStack ? stackalloc float[kept.Length] : new float[kept.Length];
        for (var rank = 0; rank < kept.Length; rank++)
            weights[rank] = scores[kept[rank]];
        Softmax.Into(weights, weights);

        var isInOrder = kept.Length > 0 && weights[^1] > 0;
        for (var rank = 1; rank < kept.Length; rank++)
            isInOrder &= weights[rank] <= weights[rank - 1];
        if (isInOrder)
            return InOrder(kept, weights);

        var selected = new List<SelectedExpert>(kept.Length);
        for (var rank = 0; rank < kept.Length; rank++)
        {
            if (weights[rank] > 0)
                selected.Add(new SelectedExpert(kept[rank], weights[rank], ExpertRole.Peer));
        }

        return PrimaryFirst(selected);
    }

    private static SelectedExpert[] InOrder(ReadOnlySpan<int> kept, ReadOnlySpan<float> weights)
    {
        var selected = new SelectedExpert[kept.Length];
        for (var rank = 0; rank < selected.Length; rank++)
            selected[rank] = new SelectedExpert(kept[rank], weights[rank], rank == 0 ? ExpertRole.Primary : ExpertRole.Peer);
        return selected;
    }

    // One expert has all the weight, whatever it scored: such selections differ by position only, and are kept.
    private static SelectedExpert[] Alone(int position)
    {
        if (position >= Alones.Length)
            return [new SelectedExpert(position, 1f, ExpertRole.Primary)];
        return Alones[position] ??= [new SelectedExpert(position, 1f, ExpertRole.Primary)];
    }

    private static List<SelectedExpert> PrimaryFirst(List<SelectedExpert> selected)
    {
        if (selected.Count == 0)
            return selected;

        var primary = 0;
        for (var rank = 1; rank < selected.Count; rank++)
        {
            if (selected[rank].Weight > selected[primary].Weight)
                primary = rank;
        }

        var chosen = selected[primary] with { Role = ExpertRole.Primary };
        selected.RemoveAt(primary);
        selected.Insert(0, chosen);
        for (var rank = 2; rank < selected.Count; rank++) // insertion keeps ties in their order
        {
            var moving = selected[rank];
            var place = rank;
            for (; place > 1 && selected[place - 1].Weight < moving.Weight; place--)
                selected[place] = selected[place - 1];
            selected[place] = moving;
        }

        return selected;
    }
}
