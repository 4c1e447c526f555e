using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Errors;
using MoECollab.Gating.Composing;
using MoECollab.Gating.Tests.Doubles;
using MoECollab.Inputs;
using MoECollab.Training;
using static TorchSharp.torch;

namespace MoECollab.Gating.Tests.Scoring;

public sealed class NGramScorerTests
{
    private static readonly string[] Words = ["violin sonata", "compiler linker", "trout salmon"];

    [Fact]
    public void Trained_scorer_prefers_the_expert_that_knows_the_label()
    {
        using var scorer = Train(["fish", "music", "tools"], specialist => specialist switch { 0 => 1, 1 => 2, _ => 0 }, generalist: null);
        var scores = new float[3];

        scorer.Score("a new trout", [], Make.Snapshot("fish", "music", "tools"), scores);

        Assert.Equal(0, Array.IndexOf(scores, scores.Max()));
        Assert.Equal(InputNeeds.Text, scorer.Needs);
    }

    [Fact]
    public void Direct_scores_equal_those_of_a_batch()
    {
        using var scorer = Train(["fish", "music", "tools"], specialist => specialist switch { 0 => 1, 1 => 2, _ => 0 }, generalist: null);
        var experts = Make.Snapshot("fish", "music", "tools");
        var direct = new float[3];

        scorer.Score("violin and trout", [], experts, direct);
        var table = scorer.Score(new RoutingRequest(experts, [new("other"), new("violin and trout")], null));

        Assert.Equal(direct, table.Row(1).ToArray());
    }

    [Fact]
    public void A_generalist_gets_one_constant_that_the_mixture_loss_decides()
    {
        // The generalist is always sure of the truth and the specialists only half: all weight should go to it.
        using var scorer = Train(["fish", "general", "music", "tools"], specialist => specialist switch { 0 => 2, 1 => 3, _ => 0 }, generalist: 1);
        var experts = Make.Snapshot("fish", "general", "music", "tools");
        var (first, second) = (new float[4], new float[4]);

        scorer.Score("a new trout", [], experts, first);
        scorer.Score("an old compiler", [], experts, second);

        Assert.Equal(first[1], second[1]);
        Assert.Equal(1, Array.IndexOf(first, first.Max()));
    }

    [Fact]
    public void A_domain_with_most_of_the_rows_is_a_specialist_still()
    {
        // Two of the three topics are one expert's: it knows two thirds of all examples, and none of the others'.
        using var scorer = Train(["fish", "music", "tools"], specialist => specialist == 2 ? 0 : 1, generalist: null);
        var experts = Make.Snapshot("fish", "music", "tools");
        var (first, second) = (new float[3], new float[3]);

        scorer.Score("a new trout", [], experts, first);
        scorer.Score("an old violin", [], experts, second);

        Assert.Equal((0, 1), (Array.IndexOf(first, first.Max()), Array.IndexOf(second, second.Max())));
    }

    [Fact]
    public void An_expert_that_it_was_not_trained_for_is_cold()
    {
        using var scorer = Train(["fish", "music", "tools"], specialist => specialist switch { 0 => 1, 1 => 2, _ => 0 }, generalist: null);
        var scores = new float[3];

        var cold = scorer.Score("trout", [], Make.Snapshot("fish", "law", "music"), scores);

        Assert.Equal([1], cold);
        Assert.Equal(float.NegativeInfinity, scores[1]);
    }

    [Fact]
    public void Scorer_refuses_to_begin_without_weights()
    {
        var fault = Assert.Throws<MoECollabException>(() => GatingRegistry.BuiltIn.Find<IScorer>("ngram").Create(Make.Context(2, ["a"])));

        Assert.Equal("gate-untrained", fault.Code);
    }

    private static IDirectScorer Train(string[] experts, Func<int, int> columnOf, int? generalist)
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        string[] common = ["a", "the", "new", "old", "very", "good"];
        var random = new Random(1);
        var (examples, likelihoods) = (new List<LabelledInput>(), new List<float>());
        for (var at = 0; at < 300; at++)
        {
            var topic = at % Words.Length;
            examples.Add(new LabelledInput(new RawInput($"{common[random.Next(6)]} {Words[topic].Split(' ')[random.Next(2)]} {common[random.Next(6)]}"), Words[topic]));
            likelihoods.AddRange(Enumerable.Range(0, experts.Length).Select(expert => expert == generalist ? 1f : expert == columnOf(topic) ? 0.5f : 0f));
        }

        var factory = (ISelfTrainingScorerFactory)GatingRegistry.BuiltIn.Find<IScorer>("ngram");
        factory.Train(new GateTraining
        {
            OutputFolder = folder,
            Device = CPU,
            Seed = 1,
            Logger = NullLogger.Instance,
            Experts = experts,
            Examples = examples,
            Likelihoods = likelihoods.ToArray(),
            Options = new Dictionary<string, string> { ["char-max"] = "0" },
        });
        return (IDirectScorer)factory.Create(Make.Context(2, experts) with { Files = new FolderFiles(folder) });
    }
}
