using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Inputs;
using MoECollab.Mixture.Kinds;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Manifests;
using MoECollab.Packaging.Writing;
using MoECollab.Tests;
using MoECollab.Training.Data;
using MoECollab.Training.Examples;
using MoECollab.Training.Experts;
using MoECollab.Training.Packages;
using MoECollab.Training.Tests.Synthetic;
using MoECollab.Weights;
using static TorchSharp.torch;

namespace MoECollab.Training.Tests.Experts;

public sealed class ExpertTrainerTests : IDisposable
{
    private static readonly ExpertName Name = new("letters", "1.0.0") { Domains = ["letters"] };

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Train_learns_calibrates_and_ships_a_routing_key()
    {
        var training = Training("out", seed: 1);

        var trained = new ExpertTrainer(TimeProvider.System).Train(new LinearExpertFactory(), Name, training);

        Assert.True(trained.ValidationAccuracy > 0.9, $"accuracy {trained.ValidationAccuracy}");
        Assert.NotEqual(1, trained.Temperature);
        Assert.True(trained.Options.ContainsKey("temperature"));
        Assert.False(trained.Options.ContainsKey("epochs"));
        using var keys = WeightFile.Open(Path.Combine(training.OutputFolder, "moe", "routing_key.safetensors"));
        Assert.Equal([4, LetterEncoder.Letters], keys.Entries["keys"].Shape);
    }

    [Fact]
    public void Equal_seeds_give_equal_bytes_and_other_seeds_do_not()
    {
        var trainer = new ExpertTrainer(TimeProvider.System);

        trainer.Train(new LinearExpertFactory(), Name, Training("one", seed: 5));
        trainer.Train(new LinearExpertFactory(), Name, Training("two", seed: 5));
        trainer.Train(new LinearExpertFactory(), Name, Training("three", seed: 6));

        Assert.Equal(Bytes("one"), Bytes("two"));
        Assert.NotEqual(Bytes("one"), Bytes("three"));
    }

    [Fact]
    public void Equal_seeds_on_two_threads_give_equal_bytes()
    {
        var trainer = new ExpertTrainer(TimeProvider.System);

        trainer.Train(BuiltInKinds.Find("adapter"), Name, Training("one", seed: 5) with { Threads = 2 });
        trainer.Train(BuiltInKinds.Find("adapter"), Name, Training("two", seed: 5) with { Threads = 2 });
        trainer.Train(BuiltInKinds.Find("ngram"), Name, Training("three", seed: 5) with { Threads = 2, Options = new Dictionary<string, string>() });
        trainer.Train(BuiltInKinds.Find("ngram"), Name, Training("four", seed: 5) with { Threads = 2, Options = new Dictionary<string, string>() });
        set_num_threads(1);

        Assert.Equal(Bytes("one"), Bytes("two"));
        Assert.Equal(Bytes("three"), Bytes("four"));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(23)]
    [InlineData(40)]
    public void A_killed_training_continues_to_the_same_bytes(int reports)
    {
        new ExpertTrainer(TimeProvider.System).Train(new LinearExpertFactory(), Name, Training("whole", seed: 3));
        var stopped = Training("resumed", seed: 3) with { CheckpointFolder = _folder.Sub("checkpoint") };

        Assert.Throws<InterruptedTrainingException>(() => new ExpertTrainer(TickingTime.Create())
            .Train(new LinearExpertFactory(), Name, stopped with { Progress = new Interruption(reports) }));
        new ExpertTrainer(TimeProvider.System).Train(new LinearExpertFactory(), Name, stopped);

        Assert.Equal(Bytes("whole"), Bytes("resumed"));
        Assert.Empty(Directory.GetFiles(stopped.CheckpointFolder!));
    }

    [Fact]
    public void A_checkpoint_of_other_data_or_half_a_file_is_not_continued()
    {
        new ExpertTrainer(TimeProvider.System).Train(new LinearExpertFactory(), Name, Training("whole", seed: 3));
        var checkpoints = _folder.Sub("checkpoint");
        var other = Training("other", seed: 4) with { CheckpointFolder = checkpoints, Progress = new Interruption(9) };
        Assert.Throws<InterruptedTrainingException>(() => new ExpertTrainer(TickingTime.Create()).Train(new LinearExpertFactory(), Name, other));

        new ExpertTrainer(TimeProvider.System).Train(new LinearExpertFactory(), Name, Training("resumed", seed: 3) with { CheckpointFolder = checkpoints });
        File.WriteAllBytes(Path.Combine(checkpoints, "fit.safetensors"), [1, 2, 3]);
        new ExpertTrainer(TimeProvider.System).Train(new LinearExpertFactory(), Name, Training("broken", seed: 3) with { CheckpointFolder = checkpoints });

        Assert.Equal(Bytes("whole"), Bytes("resumed"));
        Assert.Equal(Bytes("whole"), Bytes("broken"));
    }

    [Fact]
    public void The_frozen_encoder_is_asked_once_per_example_and_use()
    {
        var encoder = new LetterEncoder();
        var training = Training("out", seed: 1) with { Encoder = encoder };

        new ExpertTrainer(TimeProvider.System).Train(new LinearExpertFactory(), Name, training);

        // Training and validation for the fit, training again for the routing key, validation again for calibration.
        Assert.Equal(2 * (training.Examples.Count + training.Validation.Count), encoder.Encoded);
    }

    [Fact]
    public void Training_leaves_no_tensor_behind()
    {
        var trainer = new ExpertTrainer(TimeProvider.System);
        trainer.Train(new LinearExpertFactory(), Name, Training("first", seed: 1));
        var before = LiveTensors.OfThisThread;

        trainer.Train(new LinearExpertFactory(), Name, Training("second", seed: 1));

        Assert.Equal(before, LiveTensors.OfThisThread);
    }

    [Fact]
    public void A_package_is_complete_and_reads_back()
    {
        var home = new Home(_folder.Sub("home"));
        using var writer = PackageWriter.Begin(home, PackageRole.Expert, Name.Id, Name.Version);

        new ExpertTrainer(TimeProvider.System).TrainPackage(new LinearExpertFactory(), PackageCode.BuiltIn("linear"), Name, writer, Training("unused", seed: 1));

        var package = Assert.Single(home.Packages(PackageRole.Expert));
        var manifest = ManifestReader.Read(package);
        Assert.Equal("linear", manifest.Kind);
        Assert.Equal("sha256:letters", manifest.Encoder!.Fingerprint);
        Assert.Equal("routing_key.safetensors", manifest.Routing!.Key);
        Assert.Equal(3, Packaging.Labels.LabelFile.Read(package.Folder, manifest).Count);
    }

    [Fact]
    public void One_class_or_no_example_stops_with_a_sentence_before_any_work()
    {
        var training = Training("out", seed: 1);
        var oneClass = training with { Examples = [.. training.Examples.Where(example => example.Label == "letters/0")] };
        var trainer = new ExpertTrainer(TimeProvider.System);

        var single = Assert.Throws<BadDataException>(() => trainer.Train(new LinearExpertFactory(), Name, oneClass));
        var empty = Assert.Throws<BadDataException>(() => trainer.Train(new LinearExpertFactory(), Name, training with { Examples = [] }));

        Assert.Equal(BadDataCode.OneClass, single.Code);
        Assert.Equal(BadDataCode.Empty, empty.Code);
    }

    [Fact]
    public void Every_unreadable_option_is_named_at_once()
    {
        var options = new Dictionary<string, string> { ["epochs"] = "many", ["optimizer"] = "sgd" };

        var fault = Assert.Throws<MoECollab.Errors.MoECollabException>(() => new ExpertTrainer(TimeProvider.System)
            .Train(new LinearExpertFactory(), Name, Training("out", seed: 1) with { Options = options }));

        Assert.Equal("bad-option", fault.Code);
        Assert.Contains("epochs is 'many'", fault.Message);
        Assert.Contains("optimizer is 'sgd'", fault.Message);
    }

    public void Dispose() => _folder.Dispose();

    private ExpertTraining Training(string name, long seed)
    {
        IReadOnlyList<LabelledInput> Make(int perLabel, long source) => LetterTexts.Make("letters", ["abc", "def", "ghi"], perLabel, source);
        var examples = Make(60, 1);
        return new ExpertTraining
        {
            OutputFolder = _folder.Sub(name),
            Device = CPU,
            Seed = seed,
            Logger = NullLogger.Instance,
            Labels = LabelledInputs.Labels(examples),
            Examples = examples,
            Validation = Make(20, 2),
            Encoder = new LetterEncoder(),
            Options = new Dictionary<string, string> { ["epochs"] = "12", ["learning-rate"] = "0.1", ["batch"] = "32", ["clip"] = "0", ["checkpoint-seconds"] = "0" },
        };
    }

    private string Bytes(string name)
    {
        var files = Directory.GetFiles(Path.Combine(_folder.Root, name), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
        return string.Join("|", files.Select(file => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))));
    }
}
