using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Mixtures;
using MoECollab.Training.Data;
using MoECollab.Training.Homes;
using MoECollab.Training.Packages;
using MoECollab.Training.Tests.Synthetic;

namespace MoECollab.Training.Tests.Homes;

public sealed class HomeTrainerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Train_writes_a_complete_home()
    {
        var home = new Home(Path.Combine(_folder.Root, "home"));

        var trained = new HomeTrainer(TimeProvider.System).Train(Plan(home));

        // Experts of disjoint letters are so unsure of each other's texts that asking all of them is as good as a gate.
        Assert.Equal(["encoders/letters/1.0.0", "gates/linear/1.0.0", "gates/uniform/1.0.0", "experts/animals/1.0.0", "experts/plants/1.0.0"], home.Packages().Select(package => package.Key));
        var configuration = MixtureConfiguration.Read(home);
        Assert.Equal("letters@1.0.0", configuration.Encoder);
        Assert.Equal((trained.Trial.Active, false), (configuration.Gate, trained.Trial.Earned));
        Assert.True(trained.Gate.RoutingAccuracy > 0.8, $"routing accuracy {trained.Gate.RoutingAccuracy}");
        Assert.All(trained.Experts, expert => Assert.True(expert.Evaluation![0].Value > 0.8));
        Assert.Equal("160", File.ReadAllText(Path.Combine(home.Root, "encoders", "letters", "1.0.0", "moe", "texts.txt")));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(30)]
    [InlineData(60)]
    public void A_killed_training_goes_on_with_what_was_finished_to_the_same_bytes(int reports)
    {
        var whole = new Home(Path.Combine(_folder.Root, "whole"));
        new HomeTrainer(TimeProvider.System).Train(Plan(whole));
        var home = new Home(Path.Combine(_folder.Root, "home"));
        var stopped = Plan(home) with { CheckpointFolder = Path.Combine(_folder.Root, "checkpoints") };

        Assert.Throws<InterruptedTrainingException>(() => new HomeTrainer(TickingTime.Create()).Train(stopped with { Progress = new Interruption(reports) }));
        var trained = new HomeTrainer(TimeProvider.System).Train(stopped);

        Assert.Contains("encoders/letters/1.0.0", trained.Reused);
        Assert.Equal(Hashes(whole), Hashes(home));
        Assert.False(Directory.Exists(stopped.CheckpointFolder));
    }

    [Fact]
    public void Other_options_train_again()
    {
        var home = new Home(Path.Combine(_folder.Root, "home"));
        var plan = Plan(home) with { CheckpointFolder = Path.Combine(_folder.Root, "checkpoints") };
        Assert.Throws<InterruptedTrainingException>(() => new HomeTrainer(TickingTime.Create()).Train(plan with { Progress = new Interruption(60) }));

        var trained = new HomeTrainer(TimeProvider.System).Train(plan with { Seed = 8 });

        Assert.Empty(trained.Reused);
    }

    public void Dispose() => _folder.Dispose();

    private HomePlan Plan(Home home)
    {
        var options = new Dictionary<string, string> { ["epochs"] = "8", ["learning-rate"] = "0.1", ["batch"] = "20" };
        LabelledData data = LetterData.Write(_folder.Sub("data"));
        return new HomePlan(
            home,
            data,
            new EncoderPlan(new LetterEncoderFactory(), PackageCode.BuiltIn("letters"), "letters", "1.0.0"),
            new ExpertPlan(new LinearExpertFactory(), PackageCode.BuiltIn("linear"), "1.0.0") { Options = options },
            new GatePlan("linear", "linear", "1.0.0") { Options = options })
        {
            Seed = 7,
            Logger = NullLogger.Instance,
        };
    }

    private static string Hashes(Home home) => string.Join("\n", Directory.GetFiles(home.Root, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(file => $"{Path.GetRelativePath(home.Root, file)} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))}"));
}
