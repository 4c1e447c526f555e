using MoECollab.Gating.Tests.Doubles;

namespace MoECollab.Gating.Tests.Transforms;

public class TransformTests
{
    private static readonly ExpertSnapshot Two = new(1, [Make.Expert("a") with { MultiplyAdds = 50 }, Make.Expert("b") with { MultiplyAdds = 200 }]);

    [Fact]
    public void Temperature_divides() => Assert.Equal([2f, 4f], Apply("temperature", ("value", "0.5")));

    [Fact]
    public void Cost_takes_the_share_of_the_dearest_off() => Assert.Equal([1f - (2f * 0.25f), 2f - 2f], Apply("cost", ("weight", "2")));

    [Fact]
    public void Cost_follows_the_requests_objective()
    {
        float[] scores = [1f, 2f];
        var request = Make.Request(Two, [[]]) with { Objectives = new Dictionary<string, double> { ["cost"] = 4 } };

        Make.Component<IScoreTransform>("cost").Apply(new RoutingRow(request, 0), scores);

        Assert.Equal([0f, -2f], scores);
    }

    [Fact]
    public void Bias_reaches_experts_by_id_and_ignores_absent_ones() => Assert.Equal([1f, 5f], Apply("bias", ("for.b", "3"), ("for.gone", "9")));

    [Fact]
    public void Noise_keeps_still_in_deterministic_mode() => Assert.Equal([1f, 2f], Apply("noise", ("deviation", "3")));

    [Fact]
    public void Noise_has_the_deviation_asked_for_and_follows_the_seed()
    {
        var draws = new List<float>();
        for (var seed = 0; seed < 500; seed++)
        {
            float[] scores = [0f, 0f];
            Make.Component<IScoreTransform>("noise", ("deviation", "2"))
                .Apply(new RoutingRow(Make.Request(Two, [[]]) with { Mode = RoutingMode.Stochastic, Seed = seed }, 0), scores);
            draws.AddRange(scores);
        }

        Assert.Equal(0, draws.Average(), 0.2);
        Assert.Equal(4, draws.Average(value => value * value), 0.5);
    }

    private static float[] Apply(string kind, params (string, string)[] options)
    {
        float[] scores = [1f, 2f];
        Make.Component<IScoreTransform>(kind, options).Apply(new RoutingRow(Make.Request(Two, [[]]), 0), scores);
        return scores;
    }
}
