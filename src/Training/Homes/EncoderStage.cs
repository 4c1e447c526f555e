using MoECollab.Encoders;
using MoECollab.Packaging.Files;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Manifests;
using MoECollab.Packaging.Writing;
using MoECollab.Training.Data;
using MoECollab.Training.Encoders;
using MoECollab.Training.Fitting;

namespace MoECollab.Training.Homes;

/// <summary>The shared encoder of a home: trained from all texts, without a label; then frozen.</summary>
internal static class EncoderStage
{
    public static PackageManifest Train(HomePlan plan, EncoderPlan encoder, FinishedParts parts)
    {
        var package = plan.Home.Locate(PackageRole.Encoder, encoder.Id, encoder.Version);
        string[] texts = [.. plan.Data.Rows(Split.Train).Select(row => row.Text)];
        string[] validation = [.. plan.Data.Rows(Split.Dev).Select(row => row.Text)];
        var identity = new RunIdentity().Add("encoder").Add(encoder.Options).Add(plan.Seed).Add(plan.Threads).Add(texts).Add(validation).ToString();
        if (parts.Find(package, identity) is { } finished) return finished;
        using var writer = PackageWriter.Begin(plan.Home, PackageRole.Encoder, encoder.Id, encoder.Version);
        var training = new EncoderTraining
        {
            OutputFolder = writer.Folder,
            CheckpointFolder = parts.CheckpointsOf(package),
            Device = plan.Device,
            Seed = plan.Seed,
            Threads = plan.Threads,
            Options = encoder.Options,
            Progress = PartProgress.Of("encoder", plan.Progress),
            Logger = plan.Logger,
            Cancellation = plan.Cancellation,
            Texts = texts,
            Validation = validation,
        };
        EncoderTrainer.TrainPackage(encoder.Factory, encoder.Code, encoder.Id, encoder.Version, writer, training);
        parts.Add(package, identity);
        return ManifestReader.Read(package);
    }

    public static IEncoder Open(HomePlan plan, EncoderPlan encoder, PackageManifest manifest) => encoder.Factory.Create(new EncoderContext
    {
        Id = manifest.Id,
        Version = manifest.Version,
        Device = plan.Device,
        Files = new PackageFiles(plan.Home.Locate(PackageRole.Encoder, manifest.Id, manifest.Version).Folder),
        Options = ManifestOptions.Of(manifest),
        Logger = plan.Logger,
        Stopping = plan.Cancellation,
    });
}
