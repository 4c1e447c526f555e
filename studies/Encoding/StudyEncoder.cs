using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Encoders;
using MoECollab.Packaging.Files;
using MoECollab.Packaging.Homes;
using MoECollab.Training;
using MoECollab.Training.Encoders;
using TorchSharp;

namespace MoECollab.Studies.Encoding;

/// <summary>Trains the shared encoder of a study from training texts without labels.</summary>
internal static class StudyEncoder
{
    private const string Id = "encoder";
    private const string Version = "1.0.0";
    private const long Seed = 1;

    /// <summary>Trains and loads it; owned by the caller. Its seed is fixed: it is frozen and shared, the studies vary what is learnt on top of it.</summary>
    /// <param name="run">Says which plugin, and where.</param>
    /// <param name="texts">Training texts.</param>
    /// <param name="options">What the plugin is told.</param>
    public static IEncoder Train(StudyRun run, IReadOnlyList<string> texts, IReadOnlyDictionary<string, string> options)
    {
        var folder = Path.Combine(run.WorkFolder, "encoder");
        Directory.CreateDirectory(Path.Combine(folder, PackageLayout.ContentFolder));
        var trained = EncoderTrainer.Train(run.Plan.Encoder, Id, Version, new EncoderTraining
        {
            OutputFolder = folder,
            Device = new(DeviceType.CPU),
            Seed = Seed,
            Options = options,
            Logger = NullLogger.Instance,
            Cancellation = run.Plan.Cancellation,
            Texts = texts,
        });
        return run.Plan.Encoder.Create(new EncoderContext
        {
            Id = Id,
            Version = Version,
            Device = new(DeviceType.CPU),
            Files = new PackageFiles(folder),
            Options = trained.Options,
            Logger = NullLogger.Instance,
            Stopping = run.Plan.Cancellation,
        });
    }
}
