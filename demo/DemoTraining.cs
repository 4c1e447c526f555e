using Microsoft.Extensions.Logging.Abstractions;
using MoECollab.Cli.Homes;
using MoECollab.Cli.Progress;
using MoECollab.Cli.Training;
using MoECollab.Encoders;
using MoECollab.Host.Generations;
using MoECollab.Inputs;
using MoECollab.Mixture.Devices;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Mixtures;
using MoECollab.Text.Learning;
using MoECollab.Training;
using MoECollab.Training.Encoders;
using MoECollab.Training.Examples;
using MoECollab.Training.Experts;
using MoECollab.Training.Gates;
using MoECollab.Training.Packages;

namespace MoECollab.Demo;

/// <summary>Trains the parts of the demo's mixture, each apart from the others, and puts their packages into the home. A part that is there is kept.</summary>
internal sealed class DemoTraining(Home home, DemoData data, long seed, DeviceChoice device, StageProgress progress)
{
    public void Encoder(CancellationToken cancellation)
    {
        var target = TrainTarget.In(home, PackageRole.Encoder, DemoSettings.EncoderId, DemoSettings.Version);
        if (IsKept(target))
            return;
        using var plugin = ShippedPlugins.Open(DemoSettings.EncoderPlugin, PackageRole.Encoder, cancellation);
        using var writer = target.Begin();
        EncoderTrainer.TrainPackage(plugin.As<ITrainableEncoderFactory>(), PackageCode.Plugin(plugin.Component, plugin.AssemblyFolder), DemoSettings.EncoderId, DemoSettings.Version, writer, new EncoderTraining
        {
            OutputFolder = writer.Folder,
            CheckpointFolder = target.CheckpointFolder,
            Device = device.Device,
            Seed = seed,
            Progress = progress,
            Logger = NullLogger.Instance,
            Cancellation = cancellation,
            Texts = [.. data.Train.Select(example => example.Input.Text)],
            Validation = [.. data.Dev.Select(example => example.Input.Text)],
        });
        target.Finish();
    }

    /// <summary>Counts the n-grams of all training descriptions without looking at their sections: what experts, gate and monolith share, as they share the encoder.</summary>
    public void Vocabulary(string path, CancellationToken cancellation)
    {
        if (File.Exists(path))
            return;
        progress.Say("counting the n-grams of all training descriptions, without their sections");
        NGramLearner.Count(data.Train.Select(example => example.Input.Text), DemoSettings.Features, cancellation).Save(path);
    }

    /// <summary>One expert per domain, on the rows of its domain alone.</summary>
    public async Task ExpertsAsync(string vocabulary, int atOnce, CancellationToken cancellation)
    {
        using var encoder = EncoderSource.Open(home.Locate(PackageRole.Encoder, DemoSettings.EncoderId, DemoSettings.Version).Folder, device.Device, cancellation);
        var limits = new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellation };
        // The largest first, so that none is left to run alone at the end.
        await Parallel.ForEachAsync(data.Labelled.Domains.OrderByDescending(domain => domain.Train.Count), limits, (domain, stop) =>
        {
            var target = TrainTarget.In(home, PackageRole.Expert, domain.Id, DemoSettings.Version);
            Expert(target, domain.Id, data.TrainOf(domain.Id), data.DevOf(domain.Id), DemoSettings.Learner(vocabulary), encoder.Encoder, stop);
            return ValueTask.CompletedTask;
        });
    }

    /// <summary>Trains one expert; also what the monolith is.</summary>
    public void Expert(
        TrainTarget target, string id, IReadOnlyList<LabelledInput> examples, IReadOnlyList<LabelledInput> validation, IReadOnlyDictionary<string, string> options, IEncoder? encoder, CancellationToken cancellation)
    {
        if (IsKept(target))
            return;
        using var source = ExpertSource.OfPlugin(DemoSettings.ExpertPlugin, cancellation);
        using var writer = target.Begin();
        var labels = LabelledInputs.Labels(examples);
        var known = labels.ToHashSet(StringComparer.Ordinal);
        new ExpertTrainer(TimeProvider.System).TrainPackage(source.Factory, source.Code, new ExpertName(id, DemoSettings.Version) { Domains = [id] }, writer, new ExpertTraining
        {
            OutputFolder = writer.Folder,
            CheckpointFolder = target.CheckpointFolder,
            Device = device.Device,
            Seed = seed,
            Options = options,
            Progress = new ExpertProgress(id, progress),
            Logger = NullLogger.Instance,
            Cancellation = cancellation,
            Labels = labels,
            Examples = examples,
            Validation = [.. validation.Where(example => known.Contains(example.Label))],
            Encoder = encoder,
        });
        target.Finish();
    }

    /// <summary>The gate over the loaded experts, on pooled rows, with the experts frozen.</summary>
    public void Gate(string vocabulary, CancellationToken cancellation)
    {
        var target = TrainTarget.In(home, PackageRole.Gate, DemoSettings.GateId, DemoSettings.Version);
        new MixtureConfiguration { Encoder = $"{DemoSettings.EncoderId}@{DemoSettings.Version}", Gate = $"{DemoSettings.GateId}@{DemoSettings.Version}" }.Write(home);
        if (IsKept(target))
            return;
        using var loaded = OpenedHome.Load(home.Root, device, cancellation);
        using var writer = target.Begin();
        new GateTrainer(TimeProvider.System).Train(DemoSettings.Scorer, DemoSettings.GateId, DemoSettings.Version, [.. loaded.Experts.Select(expert => new GateExpert(expert.Descriptor, expert.Expert))], new PooledTraining
        {
            OutputFolder = writer.Folder,
            CheckpointFolder = target.CheckpointFolder,
            Device = device.Device,
            Seed = seed,
            Options = DemoSettings.Gate(vocabulary),
            Progress = new ExpertProgress("gate", progress),
            Logger = NullLogger.Instance,
            Cancellation = cancellation,
            Examples = data.Train,
            Validation = data.Dev,
            Encoder = loaded.Encoder?.Encoder,
            Components = HomeGate.Registry(loaded),
        });
        writer.Complete(null);
        target.Finish();
    }

    private bool IsKept(TrainTarget target)
    {
        var kept = File.Exists(Path.Combine(target.Folder, PackageLayout.ManifestOf(target.Role)));
        if (kept)
            progress.Say($"{Path.GetRelativePath(home.Root, target.Folder)} is kept from an earlier run");
        return kept;
    }
}
