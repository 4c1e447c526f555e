using MoECollab.Gating.Tests.Doubles;

namespace MoECollab.Gating.Tests.Scoring;

public class PrototypeScorerTests
{
    private static readonly ExpertSnapshot Experts = new(1,
    [
        Make.Expert("east", [2f, 0f]),
        Make.Expert("north-and-west", [0f, 3f], [-1f, 0f]),
        Make.Expert("nowhere"),
    ]);

    [Fact]
    public void Score_is_the_scaled_cosine_of_the_nearest_key()
    {
        using var scorer = Make.Component<IScorer>("prototype", ("scale", "5"));

        // h = (3, 4): cosines .6 with east; .8 and −.6 with the second's keys; the third shipped none
        var table = scorer.Score(Make.Request(Experts, [3f, 4f]));

        Assert.Equal(3f, table.Row(0)[0], 1e-5f);
        Assert.Equal(4f, table.Row(0)[1], 1e-5f);
        Assert.Equal(float.NegativeInfinity, table.Row(0)[2]);
        Assert.Equal([2], table.Cold);
    }

    [Fact]
    public void Dot_similarity_keeps_lengths()
    {
        using var scorer = Make.Component<IScorer>("prototype", ("similarity", "dot"), ("scale", "1"));

        var table = scorer.Score(Make.Request(Experts, [3f, 4f]));

        Assert.Equal(6f, table.Row(0)[0], 1e-5f);
        Assert.Equal(12f, table.Row(0)[1], 1e-5f);
    }

    [Fact]
    public void Direct_scores_equal_the_batchs()
    {
        using var scorer = Make.Component<IScorer>("prototype");
        var scores = new float[3];

        ((IDirectScorer)scorer).Score("text", [3f, 4f], Experts, scores);

        Assert.Equal(scorer.Score(Make.Request(Experts, [3f, 4f])).Row(0).ToArray(), scores);
    }

    [Fact]
    public void Zero_vectors_and_keys_of_another_size_do_no_harm()
    {
        var experts = new ExpertSnapshot(1, [Make.Expert("a", [1f, 0f]), Make.Expert("b", [1f, 2f, 3f]), Make.Expert("c", [float.NaN, 0f])]);
        using var scorer = Make.Component<IScorer>("prototype");

        var scores = scorer.Score(Make.Request(experts, [0f, 0f])).Row(0).ToArray();

        Assert.Equal([0f, float.NegativeInfinity, float.NegativeInfinity], scores);
    }
}
