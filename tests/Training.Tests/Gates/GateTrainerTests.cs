using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Gating;
using MoECollab.Gating.Composing;
using MoECollab.Inputs;
using MoECollab.Packaging.Files;
using MoECollab.Training.Data;
using MoECollab.Training.Gates;
using MoECollab.Training.Tests.Synthetic;
using static TorchSharp.torch;

namespace MoECollab.Training.Tests.Gates;

public sealed class GateTrainerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("linear", "mixture")]
    [InlineData("mlp", "domains")]
    public void Train_finds_the_right_expert_and_writes_a_gate_that_reads_back(string scorer, string task)
    {
        var training = Training("gate", ("task", task));

        var trained = Train(scorer, training);

        Assert.True(trained.RoutingAccuracy > 0.9, $"routing accuracy {trained.RoutingAccuracy}");
        Assert.InRange(trained.GuardThreshold!.Value, 0.2, 1);
        var file = GateFile.Read(new PackageFiles(training.OutputFolder));
        Assert.Equal(["animals", "plants"], file.TrainedFor);
        Assert.Equal("sha256:letters", file.Encoder);
        Assert.Equal("temperature", Assert.Single(file.Transforms).Kind);
        Assert.Null(file.Guard);
    }

    [Fact]
    public void The_guard_that_is_asked_for_lets_the_asked_share_pass()
    {
        var trained = Train("linear", Training("gate", ("guard", "max-softmax"), ("guard-pass", "0.8"), ("k", "2")));

        Assert.Equal("max-softmax", trained.File.Guard!.Kind);
        Assert.Equal(trained.GuardThreshold!.Value, double.Parse(trained.File.Guard.Options["threshold"]), 6);
        Assert.Equal("2", trained.File.Selector.Options["k"]);
    }

    [Fact]
    public void Frozen_experts_run_once_per_example_whose_label_they_know()
    {
        var experts = Experts();

        new GateTrainer(TimeProvider.System).Train("linear", "g", "1.0.0", experts, Training("gate"));

        Assert.All(experts, expert => Assert.Equal(80 + 20, ((OracleExpert)expert.Expert).Answered));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(30)]
    public void A_killed_training_continues_to_the_same_bytes(int reports)
    {
        Train("mlp", Training("whole"));
        var stopped = Training("resumed") with { CheckpointFolder = _folder.Sub("checkpoint") };

        Assert.Throws<InterruptedTrainingException>(() => new GateTrainer(TickingTime.Create())
            .Train("mlp", "g", "1.0.0", Experts(), stopped with { Progress = new Interruption(320 + reports) }));
        var experts = Experts();
        new GateTrainer(TimeProvider.System).Train("mlp", "g", "1.0.0", experts, stopped);

        // Only those few rows by which the kept answers are known to be these experts'.
        Assert.All(experts, expert => Assert.InRange(((OracleExpert)expert.Expert).Answered, 1, 90));
        Assert.Equal(Bytes("whole"), Bytes("resumed"));
        Assert.Empty(Directory.GetFiles(stopped.CheckpointFolder!));
    }

    [Fact]
    public void A_positive_entropy_term_makes_routing_more_decisive_and_a_negative_one_spreads_it()
    {
        var plain = HighestProbability(Training("plain"));

        var decisive = HighestProbability(Training("decisive", ("lambda-entropy", "1")));
        var spread = HighestProbability(Training("spread", ("lambda-entropy", "-1")));

        Assert.True(decisive > plain, $"{decisive} > {plain}");
        Assert.True(spread < plain, $"{spread} < {plain}");
    }

    [Fact]
    public void An_unknown_schedule_is_refused_with_the_known_ones()
    {
        var fault = Assert.Throws<MoECollab.Errors.MoECollabException>(() => Train("linear", Training("gate", ("lambda-kl", "0.1"), ("schedule-kl", "sometimes"))));

        Assert.Contains("schedule-kl is 'sometimes'; expected one of constant, cosine, linear", fault.Message);
    }

    [Fact]
    public void A_domain_without_expert_is_refused_for_the_task_of_domains()
    {
        var training = Training("gate", ("task", "domains"));
        var stray = LetterTexts.Make("minerals", ["xyz", "uvw"], 2, 9);

        var fault = Assert.Throws<BadDataException>(() => Train("linear", training with { Examples = [.. training.Examples, .. stray] }));

        Assert.Contains("minerals", fault.Message);
    }

    [Fact]
    public void A_uniform_gate_needs_no_training()
    {
        var trained = Train("uniform", Training("gate", ("k", "2")));

        Assert.Equal(0, trained.ParameterCount);
        Assert.Equal(1, trained.Temperature);
        Assert.Empty(trained.File.Transforms);
    }

    [Fact]
    public void A_gate_trains_and_serves_on_features_of_its_own()
    {
        var components = GatingRegistry.BuiltIn.With<IFeatureExtractor>("counts", new LetterCounts()).With<IScorer>("by-letters", new FeatureScorer());
        var training = Training("gate", ("features", "counts")) with { Components = components };

        var trained = Train("by-letters", training);

        Assert.True(trained.RoutingAccuracy > 0.9, $"routing accuracy {trained.RoutingAccuracy}");
        Assert.Equal(new GateFeature(trained.File.Features[0].Extractor, "letters-1"), Assert.Single(trained.File.Features));
        using var gate = new GateBuilder(components, NullLogger.Instance).Build(new PackageFiles(training.OutputFolder), training.Encoder!.Description, CPU, new GateOptions());
        var decision = gate.Decide(new RoutingRequest(new ExpertSnapshot(1, Experts().Select(expert => expert.Descriptor)), [new RawInput("abc def abc")], null))[0];
        Assert.Equal((DecisionKind.Route, "animals"), (decision.Kind, decision.Experts[0].Id));
    }

    [Fact]
    public void Features_are_refused_for_a_scorer_that_trains_itself()
    {
        var training = Training("gate", ("features", "counts")) with { Components = GatingRegistry.BuiltIn.With<IFeatureExtractor>("counts", new LetterCounts()) };

        var fault = Assert.Throws<Errors.MoECollabException>(() => Train("ngram", training));

        Assert.Equal("bad-option", fault.Code);
    }

    public void Dispose() => _folder.Dispose();

    private static TrainedGate Train(string scorer, PooledTraining training) =>
        new GateTrainer(TimeProvider.System).Train(scorer, "g", "1.0.0", Experts(), training);

    private static IReadOnlyList<GateExpert> Experts() => [OracleExpert.Of("plants"), OracleExpert.Of("animals")];

    private static double HighestProbability(PooledTraining training)
    {
        Train("linear", training);
        var file = GateFile.Read(new PackageFiles(training.OutputFolder));
        using var scorer = GatingRegistry.BuiltIn.Find<IScorer>("linear").Create(new GatingContext
        {
            Device = CPU,
            Encoder = training.Encoder!.Description,
            Files = new PackageFiles(training.OutputFolder),
            TrainedFor = file.TrainedFor,
            Options = file.Scorer.Options,
            Logger = NullLogger.Instance,
        });
        using var scope = NewDisposeScope();
        RawInput[] inputs = [.. training.Validation.Select(example => example.Input)];
        var snapshot = new ExpertSnapshot(1, Experts().Select(expert => expert.Descriptor));
        var scores = scorer.Score(new RoutingRequest(snapshot, inputs, training.Encoder.Encode(inputs)));
        return Enumerable.Range(0, inputs.Length).Average(row => 1 / (1 + Math.Exp(-Math.Abs(scores.Row(row)[0] - scores.Row(row)[1]))));
    }

    private PooledTraining Training(string name, params (string Name, string Value)[] options)
    {
        IReadOnlyList<LabelledInput> Make(int perLabel, long seed) =>
        [
            .. LetterTexts.Make("animals", ["abc", "def"], perLabel, seed),
            .. LetterTexts.Make("plants", ["ghi", "jkl"], perLabel, seed + 1),
        ];
        var all = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["epochs"] = "10", ["learning-rate"] = "0.1", ["batch"] = "40", ["checkpoint-seconds"] = "0" };
        foreach (var (option, value) in options) all[option] = value;
        return new PooledTraining
        {
            OutputFolder = _folder.Sub(name),
            Device = CPU,
            Seed = 7,
            Logger = NullLogger.Instance,
            Examples = Make(40, 1),
            Validation = Make(10, 11),
            Encoder = new LetterEncoder(),
            Options = all,
        };
    }

    private string Bytes(string name) => string.Join("|", Directory.GetFiles(Path.Combine(_folder.Root, name, "moe")).Order(StringComparer.Ordinal)
        .Select(file => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))));
}
