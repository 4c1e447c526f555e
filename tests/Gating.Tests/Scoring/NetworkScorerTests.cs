using MoECollab.Gating.Composing;
using MoECollab.Gating.Numerics;
using MoECollab.Gating.Tests.Doubles;
using MoECollab.Tests;
using static TorchSharp.torch;

namespace MoECollab.Gating.Tests.Scoring;

public sealed class NetworkScorerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("moe-gate-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("linear", "")]
    [InlineData("noisy-linear", "")]
    [InlineData("mlp", "gelu")]
    [InlineData("mlp", "relu")]
    [InlineData("mlp", "tanh")]
    public void Direct_scores_equal_the_tensors_within_1e_5(string kind, string activation)
    {
        var random = new Random(11);
        for (var round = 0; round < 10; round++)
        {
            var size = random.Next(1, 40);
            string[] ids = [.. Enumerable.Range(0, random.Next(1, 12)).Select(i => $"e{i:00}")];
            var experts = new ExpertSnapshot(1, ids.Append("new").Select(id => Make.Expert(id, Vector(random, size))));
            using var scorer = (ITrainableScorer)Create(kind, size, ids, activation);
            float[][] hidden = [Vector(random, size), Vector(random, size)];
            var direct = new float[experts.Experts.Count];

            var table = scorer.Score(Make.Request(experts, hidden));
            var cold = ((IDirectScorer)scorer).Score("text", hidden[1], experts, direct);

            for (var i = 0; i < direct.Length; i++)
                Assert.Equal(table.Row(1)[i], direct[i], 1e-5f);
            Assert.Equal([experts.PositionOf("new")], cold);
            Assert.Equal(cold, table.Cold);
        }
    }

    [Fact]
    public void Columns_are_found_by_id_missing_experts_play_no_part_and_new_ones_are_cold()
    {
        using var scorer = (ITrainableScorer)Create("linear", 2, ["c", "a", "b"], "");
        var trained = Logits(scorer, [1f, 2f]); // columns c, a, b

        var table = scorer.Score(Make.Request(Make.Snapshot("a", "c", "z"), [1f, 2f]));

        Assert.Equal(trained[1], table.Row(0)[0], 1e-6f);
        Assert.Equal(trained[0], table.Row(0)[1], 1e-6f);
        Assert.Equal(float.NegativeInfinity, table.Row(0)[2]); // z shipped no key
        Assert.Equal([2], table.Cold);
    }

    [Fact]
    public void Cold_expert_whose_key_is_nearest_outranks_the_known_ones()
    {
        var experts = new ExpertSnapshot(1, [Make.Expert("a", [1f, 0f]), Make.Expert("b", [0f, 1f]), Make.Expert("z", [-1f, -1f])]);
        using var scorer = Create("linear", 2, ["a", "b"], "");

        var scores = scorer.Score(Make.Request(experts, [-2f, -2f])).Row(0);

        Assert.True(scores[2] >= Math.Max(scores[0], scores[1]));
    }

    [Theory]
    [InlineData("linear", 2 * 3 + 3)]
    [InlineData("mlp", (2 * 64) + 64 + (64 * 3) + 3)]
    [InlineData("noisy-linear", 2 * ((2 * 3) + 3))]
    public void Saved_weights_are_read_back(string kind, long parameters)
    {
        using var scorer = (ITrainableScorer)Create(kind, 2, ["a", "b", "c"], "", seed: "5");
        scorer.Save(_folder);

        using var loaded = GatingRegistry.BuiltIn.Find<IScorer>(kind).Create(Make.Context(2, ["a", "b", "c"]) with { Files = new FolderFiles(_folder) });

        var experts = Make.Snapshot("a", "b", "c");
        Assert.Equal(scorer.Score(Make.Request(experts, [0.3f, -2f])).Values.ToArray(), loaded.Score(Make.Request(experts, [0.3f, -2f])).Values.ToArray());
        Assert.Equal(parameters, loaded.ParameterCount);
    }

    [Fact]
    public void Equal_seeds_give_equal_weights_and_others_other_ones()
    {
        using var first = (ITrainableScorer)Create("linear", 3, ["a", "b"], "", seed: "1");
        using var same = (ITrainableScorer)Create("linear", 3, ["a", "b"], "", seed: "1");
        using var other = (ITrainableScorer)Create("linear", 3, ["a", "b"], "", seed: "2");

        Assert.Equal(Logits(first, [1f, 2f, 3f]), Logits(same, [1f, 2f, 3f]));
        Assert.NotEqual(Logits(first, [1f, 2f, 3f]), Logits(other, [1f, 2f, 3f]));
    }

    [Fact]
    public void Noise_is_drawn_in_stochastic_mode_only_and_from_the_seed()
    {
        using var scorer = Create("noisy-linear", 2, ["a", "b"], "");
        var request = Make.Request(Make.Snapshot("a", "b"), [1f, 2f], [1f, 2f]);

        var plain = scorer.Score(request).Values.ToArray();
        var noisy = scorer.Score(request with { Mode = RoutingMode.Stochastic, Seed = 3 }).Values.ToArray();
        var again = scorer.Score(request with { Mode = RoutingMode.Stochastic, Seed = 3 }).Values.ToArray();
        var other = scorer.Score(request with { Mode = RoutingMode.Stochastic, Seed = 4 }).Values.ToArray();

        Assert.Equal(plain[..2], plain[2..]);
        Assert.NotEqual(noisy[..2], noisy[2..]);
        Assert.Equal(noisy, again);
        Assert.NotEqual(noisy, other);
    }

    [Fact]
    public void Direct_scores_follow_a_training_step()
    {
        using var scorer = (ITrainableScorer)Create("linear", 2, ["a", "b"], "");
        var (experts, scores) = (Make.Snapshot("a", "b"), new float[2]);
        ((IDirectScorer)scorer).Score("text", [1f, 1f], experts, scores);
        var before = scores.ToArray();

        using (no_grad())
        {
            foreach (var (_, parameter) in scorer.Module.named_parameters())
                parameter.add_(1f);
        }

        ((IDirectScorer)scorer).Score("text", [1f, 1f], experts, scores);
        Assert.Equal(before[0] + 3f, scores[0], 1e-5f); // two weights and a bias
    }

    [Fact]
    public void Gradients_reach_both_layers_of_a_noisy_gate()
    {
        using var scope = NewDisposeScope();
        using var scorer = (ITrainableScorer)Create("noisy-linear", 2, ["a", "b"], "");

        scorer.Logits(Make.Request(Make.Snapshot("a", "b"), [1f, 2f]) with { Mode = RoutingMode.Stochastic, Seed = 1 }).square().sum().backward();

        Assert.Equal(4, scorer.Module.parameters().Count());
        Assert.All(scorer.Module.parameters(), parameter => Assert.Contains(HostMemory.Read(parameter.grad!), value => value != 0));
    }

    [Fact]
    public void Scoring_leaves_no_tensor_behind()
    {
        var experts = new ExpertSnapshot(1, [Make.Expert("a", [1f, 0f]), Make.Expert("z", [0f, 1f])]);
        using var scorer = Create("mlp", 2, ["a"], "");
        using var hidden = tensor(new float[] { 1f, 2f }, [1, 2]);
        var request = Make.Request(experts, [[]]) with { Hidden = hidden };
        scorer.Score(request);
        var before = LiveTensors.OfThisThread;

        for (var i = 0; i < 10; i++)
            scorer.Score(request);

        Assert.Equal(before, LiveTensors.OfThisThread);
    }

    private static IScorer Create(string kind, int size, string[] ids, string activation, string seed = "0") => GatingRegistry.BuiltIn.Find<IScorer>(kind).Create(
        Make.Context(size, ids, activation.Length == 0 ? [("seed", seed)] : [("seed", seed), ("activation", activation)]));

    private static float[] Logits(ITrainableScorer scorer, float[] hidden)
    {
        using var scope = NewDisposeScope();
        return HostMemory.Read(scorer.Logits(Make.Request(Make.Snapshot("x"), hidden)));
    }

    private static float[] Vector(Random random, int size) => [.. Enumerable.Range(0, size).Select(_ => (float)((random.NextDouble() * 2) - 1))];
}
