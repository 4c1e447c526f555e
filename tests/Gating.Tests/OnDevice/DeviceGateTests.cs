using MoECollab.Gating.Composing;
using MoECollab.Gating.OnDevice;
using MoECollab.Gating.Tests.Doubles;
using static TorchSharp.torch;

namespace MoECollab.Gating.Tests.OnDevice;

/// <summary>What is foretold on a device (the CPU stands in) against what the gate decides in host memory from the same scores.</summary>
public class DeviceGateTests
{
    private static readonly ExpertSnapshot Four = Make.Snapshot("a", "b", "c", "d");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Equal_scores_are_taken_by_position(int kept)
    {
        float[][] scores = [[5f, 5f, 5f, 5f], [1f, 2f, 2f, 2f], [2f, 1f, 2f, 1f], [0f, -0f, 0f, -0f], [-1f, -1f, -2f, -1f]];

        var (foretold, decided) = Ask(Gate(TopK(kept)), Four, scores);

        Assert.Equal(decided, foretold);
        Assert.Equal(Enumerable.Range(0, kept), foretold[0]);
    }

    [Fact]
    public void Equal_scores_of_many_experts_are_taken_by_position()
    {
        var random = new Random(1);
        var many = Make.Snapshot([.. Enumerable.Range(0, 300).Select(i => $"e{i:000}")]);
        float[][] scores = [.. Enumerable.Range(0, 50).Select(_ => Enumerable.Range(0, 300).Select(_ => (float)random.Next(4)).ToArray())];

        var (foretold, decided) = Ask(Gate(TopK(7)), many, scores);

        Assert.Equal(decided, foretold);
    }

    [Fact]
    public void Bias_for_the_choice_alone_changes_it_as_in_host_memory()
    {
        var (foretold, decided) = Ask(Gate(Make.Component<ISelector>("top-k", ("k", "2"), ("bias.a", "2"), ("bias.d", "-4"), ("bias.elsewhere", "9"))), Four, [[1f, 2f, 4f, 5f], [0f, 2f, 2f, 3f], [7f, 6f, 5f, 4f]]);

        // the host's primary is the best without the bias: the same experts, in another order
        Assert.Equal((int[][])[[0, 2], [0, 1], [0, 1]], foretold.Select(row => row.Order().ToArray()));
        Assert.Equal(decided.Select(row => row.Order()), foretold.Select(row => row.Order()));
    }

    [Theory]
    [InlineData("temperature", "value", "0.5")]
    [InlineData("temperature", "value", "4")]
    [InlineData("cost", "weight", "2")]
    [InlineData("bias", "for.b", "3")]
    [InlineData("noise", "deviation", "5")]
    public void Transform_changes_the_choice_as_in_host_memory(string kind, string option, string value)
    {
        var costly = new ExpertSnapshot(1, [.. "abcd".Select((id, i) => Make.Expert(id.ToString()) with { MultiplyAdds = 100 * (4 - i) })]);

        var (foretold, decided) = Ask(Gate(TopK(2), Make.Component<IScoreTransform>(kind, (option, value))), costly, [[3f, 1f, 2f, 0f], [1f, 1f, 1f, 1f], [0.5f, 2f, 1f, 1.5f], .. Drawn(40)]);

        Assert.Equal(decided, foretold);
    }

    [Fact]
    public void Transforms_act_one_after_the_other()
    {
        var costly = new ExpertSnapshot(1, [.. "abcd".Select((id, i) => Make.Expert(id.ToString()) with { MultiplyAdds = 100 * (4 - i) })]);
        var (cost, temperature) = (Make.Component<IScoreTransform>("cost", ("weight", "2")), Make.Component<IScoreTransform>("temperature", ("value", "0.25")));

        var (early, decidedEarly) = Ask(Gate(TopK(2), cost, temperature, Make.Component<IScoreTransform>("bias", ("for.a", "3"))), costly, Drawn(40));
        var (late, decidedLate) = Ask(Gate(TopK(2), temperature, cost, Make.Component<IScoreTransform>("bias", ("for.a", "3"))), costly, Drawn(40));

        Assert.Equal(decidedEarly, early);
        Assert.Equal(decidedLate, late);
        Assert.NotEqual(early, late);
    }

    [Fact]
    public void Experts_that_are_not_ready_come_last_whatever_their_scores()
    {
        var mixed = new ExpertSnapshot(1, [Make.Expert("a") with { Health = ExpertHealth.Quarantined }, Make.Expert("b"), Make.Expert("c") with { CapacityLeft = 0 }, Make.Expert("d")]);

        var (foretold, decided) = Ask(Gate(Make.Component<ISelector>("top-k", ("k", "3"), ("bias.a", "100")), Make.Component<IScoreTransform>("temperature", ("value", "2"))), mixed, [[9f, 1f, 8f, 2f], [9f, 2f, 9f, 2f], [-9f, -8f, -7f, -9f]]);

        // three are asked for and two can be had
        Assert.Equal((int[][])[[3, 1], [1, 3], [1, 3]], decided);
        Assert.Equal(decided, foretold.Select(row => row.Take(2)));
    }

    [Theory]
    [InlineData(9, null)]
    [InlineData(1, 1000)]
    public void More_than_there_are_takes_all(int kept, int? asked)
    {
        var (foretold, decided) = Ask(Gate(TopK(kept)), Four, Drawn(5), asked);

        Assert.Equal(decided, foretold);
        Assert.All(foretold, row => Assert.Equal([0, 1, 2, 3], row.Order()));
    }

    [Fact]
    public void Requests_budget_overrides_the_selectors()
    {
        var (foretold, decided) = Ask(Gate(TopK(1)), Four, Drawn(5), 3);

        Assert.Equal(decided, foretold);
        Assert.All(foretold, row => Assert.Equal(3, row.Length));
    }

    [Fact]
    public void Switch_takes_one()
    {
        var (foretold, decided) = Ask(Gate(Make.Component<ISelector>("switch")), Four, [[1f, 1f, 1f, 1f], .. Drawn(5)]);

        Assert.Equal(decided, foretold);
        Assert.All(foretold, row => Assert.Single(row));
    }

    [Theory]
    [InlineData("linear")]
    [InlineData("mlp")]
    [InlineData("noisy-linear")]
    public void Network_is_scored_at_the_positions_of_a_calls_experts_and_masks_those_that_it_was_not_trained_for(string kind)
    {
        using var gate = Make.Gate(new GateFile { Id = "g", Version = "1.0.0", TrainedFor = ["d", "a", "gone", "c"], Scorer = new GateComponent(kind), Selector = new GateComponent("top-k") { Options = new Dictionary<string, string> { ["k"] = "2" } } }, 4);

        var (foretold, decided) = Ask(gate, Four, Drawn(40));

        Assert.Equal(decided, foretold);
        Assert.DoesNotContain(foretold, row => row.Contains(1));
    }

    [Theory]
    [InlineData("cosine")]
    [InlineData("dot")]
    public void Prototype_is_scored_by_the_nearest_of_an_experts_keys(string similarity)
    {
        var keyed = new ExpertSnapshot(1, [Make.Expert("a", [1f, 0f], [0f, -2f]), Make.Expert("b"), Make.Expert("c", [0f, 1f]), Make.Expert("d", [-1f, 0.5f])]);
        using var gate = Make.Gate(new GateFile { Id = "g", Version = "1.0.0", Scorer = new GateComponent("prototype") { Options = new Dictionary<string, string> { ["similarity"] = similarity } }, Selector = new GateComponent("top-k") { Options = new Dictionary<string, string> { ["k"] = "2" } } }, 2);

        var (foretold, decided) = Ask(gate, keyed, [[0f, 0f], .. Drawn(40).Select(row => row[..2])]);

        Assert.Equal(decided, foretold);
        Assert.DoesNotContain(foretold, row => row.Contains(1));
    }

    [Fact]
    public void Choice_that_follows_from_the_scores_is_not_foretold()
    {
        using var share = Gate(Make.Component<ISelector>("top-p", ("p", "0.5")));
        using var reached = Gate(Make.Component<ISelector>("threshold", ("value", "0.5")));

        Assert.Null(share.OnDevice(Four, CPU));
        Assert.Null(reached.OnDevice(Four, CPU));
    }

    private static (int[][] Foretold, int[][] Decided) Ask(ComposedGate gate, ExpertSnapshot experts, float[][] hidden, int? asked = null)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var request = Make.Request(experts, hidden) with { TopK = asked };
        using var device = gate.OnDevice(experts, CPU);
        Assert.NotNull(device);
        Assert.True(DeviceGate.Foresees(request));

        var (scores, chosen) = device.Choose(request);

        Assert.Equal([hidden.Length, experts.Experts.Count], scores.shape);
        var kept = (int)chosen.shape[1];
        int[][] foretold = [.. chosen.data<long>().ToArray().Chunk(kept).Select(row => row.Select(position => (int)position).ToArray())];
        int[][] decided = [.. gate.Decide(request).Select(decision => decision.Experts.Select(expert => experts.PositionOf(expert.Id)).ToArray())];
        return (foretold, decided);
    }

    private static ComposedGate Gate(ISelector selector, params IScoreTransform[] transforms) =>
        new("g", "1.0.0", new GateParts(new HiddenScores(), selector) { Transforms = transforms }, new GateOptions());

    private static ISelector TopK(int kept) => Make.Component<ISelector>("top-k", ("k", kept.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    private static float[][] Drawn(int rows)
    {
        var random = new Random(rows);
        return [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, 4).Select(_ => (float)((random.NextDouble() * 4) - 2)).ToArray())];
    }
}
