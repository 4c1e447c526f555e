using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Inputs;
using MoECollab.Packaging.Files;
using MoECollab.Training.Experts;
using MoECollab.Training.Gates;
using MoECollab.Training.Joint;
using MoECollab.Training.Tests.Synthetic;
using static TorchSharp.torch;

namespace MoECollab.Training.Tests.Joint;

public sealed class JointTrainerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    public void Gate_and_experts_learn_together_dense_and_sparse(string topK)
    {
        var result = new JointTrainer(TimeProvider.System).Train("linear", "g", "1.0.0", Experts("a"), Training("a", topK));

        Assert.True(result.Gate.RoutingAccuracy > 0.9, $"routing accuracy {result.Gate.RoutingAccuracy}");
        Assert.True(result.Gate.ValidationLoss < 0.6, $"loss {result.Gate.ValidationLoss}");
        Assert.All(result.Experts, expert => Assert.True(expert.ValidationAccuracy > 0.8, $"accuracy {expert.ValidationAccuracy}"));
        Assert.All(result.Experts, expert => Assert.True(expert.HasRoutingKey));
    }

    [Fact]
    public void Training_goes_on_from_existing_packages()
    {
        var first = new JointTrainer(TimeProvider.System).Train("linear", "g", "1.0.0", Experts("a"), Training("a", "0"));
        var known = Experts("b").Select((expert, i) => expert with { From = new PackageFiles(Path.Combine(_folder.Root, $"a-{expert.Name.Id}")) }).ToList();

        var options = new Dictionary<string, string> { ["epochs"] = "1", ["learning-rate"] = "1e-9", ["batch"] = "40" };
        var second = new JointTrainer(TimeProvider.System).Train("linear", "g", "1.0.1", known, Training("b", "0") with { Options = options });

        for (var i = 0; i < known.Count; i++)
            Assert.Equal(first.Experts[i].ValidationLoss!.Value, second.Experts[i].ValidationLoss!.Value, 3);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(33)]
    public void A_killed_training_continues_to_the_same_bytes(int reports)
    {
        new JointTrainer(TimeProvider.System).Train("linear", "g", "1.0.0", Experts("whole"), Training("whole", "1"));
        var stopped = Training("resumed", "1") with { CheckpointFolder = _folder.Sub("checkpoint") };

        Assert.Throws<InterruptedTrainingException>(() => new JointTrainer(TickingTime.Create())
            .Train("linear", "g", "1.0.0", Experts("resumed"), stopped with { Progress = new Interruption(reports) }));
        new JointTrainer(TimeProvider.System).Train("linear", "g", "1.0.0", Experts("resumed"), stopped);

        foreach (var part in (string[])["", "-animals", "-plants"]) Assert.Equal(Bytes("whole" + part), Bytes("resumed" + part));
    }

    public void Dispose() => _folder.Dispose();

    private IReadOnlyList<JointExpert> Experts(string prefix) =>
    [
        .. ((string[])["animals", "plants"]).Select(domain => new JointExpert(
            new ExpertName(domain, "1.0.0"), new LinearExpertFactory(), [$"{domain}/0", $"{domain}/1"], _folder.Sub($"{prefix}-{domain}"))),
    ];

    private PooledTraining Training(string name, string topK)
    {
        IReadOnlyList<LabelledInput> Make(int perLabel, long seed) =>
        [
            .. LetterTexts.Make("animals", ["abc", "def"], perLabel, seed),
            .. LetterTexts.Make("plants", ["ghi", "jkl"], perLabel, seed + 1),
        ];
        return new PooledTraining
        {
            OutputFolder = _folder.Sub(name),
            Device = CPU,
            Seed = 7,
            Logger = NullLogger.Instance,
            Examples = Make(40, 1),
            Validation = Make(10, 11),
            Encoder = new LetterEncoder(),
            Options = new Dictionary<string, string>
            {
                ["epochs"] = "12",
                ["learning-rate"] = "0.1",
                ["batch"] = "40",
                ["train-top-k"] = topK,
                ["lambda-switch-balance"] = "0.01",
                ["checkpoint-seconds"] = "0",
            },
        };
    }

    private string Bytes(string name) => string.Join("|", Directory.GetFiles(Path.Combine(_folder.Root, name, "moe")).Order(StringComparer.Ordinal)
        .Select(file => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))));
}
