using MoECollab.Gating.Composing;
using MoECollab.Gating.FallingBack;
using MoECollab.Gating.Tests.Doubles;

namespace MoECollab.Gating.Tests.Composing;

public class ComposedGateTests
{
    private static readonly ExpertSnapshot Keyed = new(4, [Make.Expert("a", [1f, 0f]), Make.Expert("b", [0f, 1f])]);
    private static readonly ExpertSnapshot Keyless = new(4, [Make.Expert("a"), Make.Expert("b")]);

    [Fact]
    public void Decision_carries_what_replays_it()
    {
        using var gate = Compose(() => [MathF.Log(1), MathF.Log(3)]);

        var decision = gate.Decide(Make.Request(Keyless, [1f, 0f]) with { Seed = 9 })[0];

        Assert.Equal((DecisionKind.Route, "g", "2.0.0", 9L, 4L), (decision.Kind, decision.GateId, decision.GateVersion, decision.Seed, decision.SnapshotVersion));
        Assert.Equal("b", Assert.Single(decision.Experts).Id);
        Assert.Equal(-((0.25 * Math.Log(0.25)) + (0.75 * Math.Log(0.75))), decision.Entropy, 1e-5);
    }

    [Theory]
    [InlineData("throws", "the scorer threw InvalidOperationException: broken")]
    [InlineData("nan", "the scores have NaN")]
    [InlineData("infinite", "the scores have +∞")]
    [InlineData("masked", "no ready expert can be reached")]
    [InlineData("shape", "the scorer returned [1, 3] where [1, 2] was expected")]
    public void Failing_scorer_takes_the_prototype_route(string fault, string reason)
    {
        using var gate = Compose(() => fault switch
        {
            "nan" => [float.NaN, 1f],
            "infinite" => [float.PositiveInfinity, 1f],
            "masked" => [float.NegativeInfinity, float.NegativeInfinity],
            "shape" => [1f, 2f, 3f],
            _ => throw new InvalidOperationException("broken"),
        });

        var decision = gate.Decide(Make.Request(Keyed, [0.1f, 2f]))[0];

        Assert.Equal(DecisionKind.Fallback, decision.Kind);
        Assert.Equal("b", Assert.Single(decision.Experts).Id);
        Assert.Equal([reason, "fallback to the expert with the nearest routing key"], decision.Reasons);
    }

    [Fact]
    public void Fallback_without_keys_spreads_over_all_alike()
    {
        using var gate = Compose(() => [float.NaN, 1f]);

        var decision = gate.Decide(Make.Request(Keyless, [1f, 0f]))[0];

        Assert.Equal([0.5f, 0.5f], decision.Experts.Select(expert => expert.Weight));
        Assert.Equal(DecisionKind.Fallback, decision.Kind);
    }

    [Fact]
    public void Failing_transform_and_selector_fall_back()
    {
        var transform = new BrokenPart();
        using var scorer = new FixedScorer(() => [1f, 2f]);
        using var transformed = new ComposedGate("g", "1.0.0", new GateParts(scorer, Make.Component<ISelector>("top-k")) { Transforms = [transform] }, new GateOptions());
        using var selected = new ComposedGate("g", "1.0.0", new GateParts(scorer, new BadSelector(() => throw new InvalidOperationException("broken"))), new GateOptions());

        var first = transformed.Decide(Make.Request(Keyed, [1f, 0f]))[0];
        var second = selected.DecideDirectly(Make.Request(Keyed, [1f, 0f]), [1f, 0f]);

        Assert.Equal((DecisionKind.Fallback, "a"), (first.Kind, first.Experts[0].Id));
        Assert.Equal("the transform 'steering' threw InvalidOperationException: broken", first.Reasons[0]);
        Assert.Equal((DecisionKind.Fallback, "a"), (second.Kind, second.Experts[0].Id));
        Assert.Equal("the selector threw InvalidOperationException: broken", second.Reasons[0]);
    }

    public static TheoryData<SelectedExpert[], string> BadChoices => new()
    {
        { [new SelectedExpert(5, 1f, ExpertRole.Primary)], "the selector picked position 5 of 2" },
        { [new SelectedExpert(0, float.NaN, ExpertRole.Primary)], "the selector gave the weight NaN" },
        { [new SelectedExpert(0, 1f, ExpertRole.Peer)], "the selector named 0 primary experts" },
        { [new SelectedExpert(0, 0.6f, ExpertRole.Primary)], "the selector's weights sum to 0.6" },
        { [new SelectedExpert(0, 0.5f, ExpertRole.Primary), new SelectedExpert(0, 0.5f, ExpertRole.Peer)], "the selector picked an expert twice" },
    };

    [Theory]
    [MemberData(nameof(BadChoices))]
    public void Choice_that_breaks_the_contract_falls_back(SelectedExpert[] choice, string reason)
    {
        using var gate = new ComposedGate("g", "1.0.0", new GateParts(new FixedScorer(() => [1f, 2f]), new BadSelector(() => choice)), new GateOptions());

        var decision = gate.Decide(Make.Request(Keyed, [1f, 0f]))[0];

        Assert.Equal(DecisionKind.Fallback, decision.Kind);
        Assert.Equal(reason, decision.Reasons[0]);
    }

    [Theory]
    [InlineData(GuardAction.Reject, DecisionKind.Reject)]
    [InlineData(GuardAction.Fallback, DecisionKind.Fallback)]
    [InlineData(GuardAction.Pass, DecisionKind.Route)]
    public void Failing_guard_counts_as_the_mixture_says(GuardAction rule, DecisionKind kind)
    {
        var guard = new BrokenPart();
        using var gate = new ComposedGate(
            "g", "1.0.0", new GateParts(new FixedScorer(() => [1f, 2f]), Make.Component<ISelector>("top-k")) { Guard = guard }, new GateOptions { WhenGuardFails = rule });

        var decision = gate.Decide(Make.Request(Keyed, [1f, 0f]))[0];

        Assert.Equal(kind, decision.Kind);
        Assert.Contains("the guard threw InvalidOperationException: broken", decision.Reasons);
        Assert.Equal(kind == DecisionKind.Reject, decision.Experts.Count == 0);
    }

    [Fact]
    public void Guard_rejects_by_default_when_it_fails() => Assert.Equal(GuardAction.Reject, new GateOptions().WhenGuardFails);

    [Fact]
    public void Guard_below_its_threshold_rejects_with_its_figures()
    {
        using var gate = new ComposedGate(
            "g", "1.0.0",
            new GateParts(new FixedScorer(() => [MathF.Log(2), MathF.Log(3)]), Make.Component<ISelector>("top-k")) { Guard = Make.Component<IGuard>("max-softmax", ("threshold", "0.7")) },
            new GateOptions());

        var decision = gate.Decide(Make.Request(Keyed, [1f, 0f]))[0];

        Assert.Equal((DecisionKind.Reject, 0), (decision.Kind, decision.Experts.Count));
        Assert.Equal(0.6f, decision.Guard!.Value.Score, 1e-6f);
        Assert.Equal(0.7f, decision.Guard.Value.Threshold);
        Assert.Equal("the highest routing probability 0.6 is below the threshold 0.7", Assert.Single(decision.Reasons));
    }

    [Fact]
    public void Experts_that_are_not_ready_are_masked_after_everything_else()
    {
        var experts = new ExpertSnapshot(1, [Make.Expert("a") with { Health = ExpertHealth.Quarantined }, Make.Expert("b"), Make.Expert("c") with { CapacityLeft = 0 }]);
        var steering = Make.Component<IScoreTransform>("bias", ("for.a", "5"));
        using var gate = new ComposedGate("g", "1.0.0", new GateParts(new FixedScorer(() => [9f, 1f, 9f]), Make.Component<ISelector>("top-k", ("k", "3"))) { Transforms = [steering] }, new GateOptions());

        var decision = gate.Decide(Make.Request(experts, [1f, 0f]))[0];

        Assert.Equal("b", Assert.Single(decision.Experts).Id);
    }

    [Fact]
    public void Exploring_draws_from_the_probabilities_and_says_with_which()
    {
        using var gate = Compose(() => [MathF.Log(1), MathF.Log(3)]);

        var drawn = Enumerable.Range(0, 400)
            .Select(seed => gate.Decide(Make.Request(Keyless, [1f, 0f]) with { Mode = RoutingMode.Explore, Seed = seed })[0])
            .ToList();

        Assert.InRange(drawn.Count(decision => decision.Experts[0].Id == "b"), 270, 330); // 300 expected, deviation 8.7
        Assert.All(drawn, decision => Assert.Equal(decision.Experts[0].Id == "b" ? 0.75f : 0.25f, decision.Propensity, 1e-5f));
    }

    [Fact]
    public void Fallback_that_lacks_a_hidden_vector_waits_for_it()
    {
        using var gate = Compose(() => [float.NaN, 1f]);

        var waiting = gate.Decide(Make.Request(Keyed, [[]]))[0];

        Assert.Equal((DecisionKind.Fallback, 0), (waiting.Kind, waiting.Experts.Count));
    }

    [Theory]
    [InlineData("b", "b", DecisionKind.Fallback)]
    [InlineData("gone", "a", DecisionKind.Fallback)]
    [InlineData("reject", null, DecisionKind.Reject)]
    public void Declared_fallback_is_followed(string rule, string? expert, DecisionKind kind)
    {
        using var gate = new ComposedGate(
            "g", "1.0.0", new GateParts(new FixedScorer(() => [float.NaN, 1f]), Make.Component<ISelector>("top-k")), new GateOptions { Fallback = FallbackRule.Parse(rule) });

        var decision = gate.Decide(Make.Request(Keyed, [1f, 0f]))[0];

        Assert.Equal(kind, decision.Kind);
        Assert.Equal(expert, decision.Experts.Count == 0 ? null : decision.Experts[0].Id);
    }

    [Fact]
    public void Trained_scorer_that_reads_texts_needs_hidden_vectors_for_cold_experts_with_keys()
    {
        using var gate = Make.Gate(GateFile.Untrained() with { Scorer = new GateComponent("linear"), TrainedFor = ["a"] }, 2);

        Assert.Equal(Inputs.InputNeeds.Hidden, gate.NeedsFor(Keyed));
        Assert.Equal(Inputs.InputNeeds.None, new ComposedGate("g", "1.0.0", new GateParts(new FixedScorer(() => []), new TakesTurns()), new GateOptions()).NeedsFor(Keyed));
    }

    private static ComposedGate Compose(Func<float[]> scores) =>
        new("g", "2.0.0", new GateParts(new FixedScorer(scores), Make.Component<ISelector>("top-k")), new GateOptions());

    private sealed class BadSelector(Func<SelectedExpert[]> choose) : ISelector
    {
        public bool Normalises => true;

        public IReadOnlyList<SelectedExpert> Select(RoutingRow row, ReadOnlySpan<float> scores) => choose();
    }

    private sealed class BrokenPart : IScoreTransform, IGuard
    {
        public string Name => "steering";

        public void Apply(RoutingRow row, Span<float> scores) => throw new InvalidOperationException("broken");

        public GuardVerdict Check(RoutingRow row, ReadOnlySpan<float> scores) => throw new InvalidOperationException("broken");
    }

    private sealed class TakesTurns : ISelector
    {
        public bool Normalises => true;

        public IReadOnlyList<SelectedExpert> Select(RoutingRow row, ReadOnlySpan<float> scores) => [new SelectedExpert(row.Row % scores.Length, 1f, ExpertRole.Primary)];
    }
}
