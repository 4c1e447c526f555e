using MoECollab.Gating.Tests.Doubles;

namespace MoECollab.Gating.Tests.Selecting;

public class SelectorTests
{
    private static readonly ExpertSnapshot Four = Make.Snapshot("a", "b", "c", "d");

    // softmax of these is .125, .25, .5, .125
    private static readonly float[] Scores = [MathF.Log(1), MathF.Log(2), MathF.Log(4), MathF.Log(1)];

    [Fact]
    public void Top_k_renormalises_over_the_kept()
    {
        var selected = Select("top-k", Scores, ("k", "2"));

        Assert.Equal([2, 1], selected.Select(expert => expert.Position));
        Assert.Equal(2f / 3f, selected[0].Weight, 1e-6f);
        Assert.Equal(1f / 3f, selected[1].Weight, 1e-6f);
        Assert.Equal([ExpertRole.Primary, ExpertRole.Peer], selected.Select(expert => expert.Role));
    }

    [Fact]
    public void Top_k_breaks_ties_by_id()
    {
        var selected = Select("top-k", [5f, 5f, 5f, 5f], ("k", "2"));

        Assert.Equal([0, 1], selected.Select(expert => expert.Position));
    }

    [Fact]
    public void Top_k_follows_the_requests_budget()
    {
        var row = new RoutingRow(Make.Request(Four, [[]]) with { TopK = 3 }, 0);

        var selected = Make.Component<ISelector>("top-k", ("k", "1")).Select(row, Scores);

        Assert.Equal([2, 1, 0], selected.Select(expert => expert.Position));
    }

    [Fact]
    public void Top_k_bias_changes_the_choice_and_not_the_weights()
    {
        var selected = Select("top-k", Scores, ("k", "2"), ("bias.a", "10"));

        // a and c are chosen; weights by unbiased scores 1 : 4, so c is primary
        Assert.Equal([2, 0], selected.Select(expert => expert.Position));
        Assert.Equal(0.8f, selected[0].Weight, 1e-6f);
    }

    [Fact]
    public void Masked_experts_are_never_picked_and_weight_zero_is_not_executed()
    {
        var selected = Select("top-k", [float.NegativeInfinity, 0f, 1000f, float.NegativeInfinity], ("k", "4"));

        // b's weight underflows: exp(-1000) is 0
        Assert.Equal([new SelectedExpert(2, 1f, ExpertRole.Primary)], selected);
    }

    [Theory]
    [InlineData("0.4", 1)]
    [InlineData("0.5", 1)]
    [InlineData("0.6", 2)]
    [InlineData("0.8", 3)]
    [InlineData("1", 4)]
    public void Top_p_keeps_the_smallest_set_with_the_mass(string mass, int count)
    {
        var selected = Select("top-p", Scores, ("p", mass));

        Assert.Equal(count, selected.Count);
        Assert.Equal(1f, selected.Sum(expert => expert.Weight), 1e-6f);
    }

    [Fact]
    public void Switch_gives_the_raw_probability_of_the_best()
    {
        var selected = Select("switch", Scores);

        Assert.Equal(2, Assert.Single(selected).Position);
        Assert.Equal(0.5f, selected[0].Weight, 1e-6f);
        Assert.False(Make.Component<ISelector>("switch").Normalises);
    }

    [Theory]
    [InlineData("0.2", 2)]
    [InlineData("0.12", 4)]
    [InlineData("0.6", 0)]
    public void Threshold_keeps_whoever_reaches_it_and_nobody_means_null(string threshold, int count)
    {
        Assert.Equal(count, Select("threshold", Scores, ("value", threshold)).Count);
    }

    [Theory]
    [InlineData("top-k")]
    [InlineData("top-p")]
    [InlineData("switch")]
    [InlineData("threshold")]
    public void Every_selection_is_sound_over_random_scores(string kind)
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var count = random.Next(1, 20);
            var snapshot = Make.Snapshot([.. Enumerable.Range(0, count).Select(i => $"e{i:00}")]);
            float[] scores = [.. Enumerable.Range(0, count).Select(_ => random.Next(4) == 0 ? float.NegativeInfinity : (float)(random.NextDouble() * 6))];
            var selector = Make.Component<ISelector>(kind);
            var topK = random.Next(1, 5);

            var selected = selector.Select(new RoutingRow(Make.Request(snapshot, [[]]) with { TopK = topK }, 0), scores);

            Assert.Null(Gating.Composing.SelectionCheck.FaultOf(selected, scores, selector.Normalises));
            Assert.True(selected.Zip(selected.Skip(1)).All(pair => pair.First.Weight >= pair.Second.Weight));
        }
    }

    private static IReadOnlyList<SelectedExpert> Select(string kind, float[] scores, params (string, string)[] options) =>
        Make.Component<ISelector>(kind, options).Select(new RoutingRow(Make.Request(Four, [[]]), 0), scores);
}
