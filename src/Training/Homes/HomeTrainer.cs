using System.Runtime.ExceptionServices;
using MoECollab.Encoders;
using MoECollab.Experts;
using MoECollab.Gating;
using MoECollab.Inputs;
using MoECollab.Outputs;
using MoECollab.Packaging.Files;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Labels;
using MoECollab.Packaging.Manifests;
using MoECollab.Packaging.Mixtures;
using MoECollab.Packaging.Writing;
using MoECollab.Training.Data;
using MoECollab.Training.Encoders;
using MoECollab.Training.Examples;
using MoECollab.Training.Experts;
using MoECollab.Training.Fitting;
using MoECollab.Training.Gates;

namespace MoECollab.Training.Homes;

/// <summary>
/// From labelled text to a home: the encoder from texts alone, one expert per domain on that domain's rows alone, the gate on all rows with
/// the experts frozen, <c>moe.json</c> last. A killed training goes on with the packages it had finished and the checkpoint it had reached.
/// </summary>
/// <param name="time">Measures speed and decides when progress and checkpoints are due; never a result.</param>
public sealed class HomeTrainer(TimeProvider time)
{
    /// <summary>Trains everything that is not finished yet.</summary>
    /// <param name="plan">What to train, from what, and where to.</param>
    /// <exception cref="Errors.MoECollabException">A part cannot be trained, or an option cannot be read.</exception>
    public TrainedHome Train(HomePlan plan)
    {
        var parts = new FinishedParts(plan.CheckpointFolder);
        var encoderManifest = plan.Encoder is null ? null : TrainEncoder(plan, plan.Encoder, parts);
        using var encoder = encoderManifest is null ? null : OpenEncoder(plan, plan.Encoder!, encoderManifest);
        var experts = TrainExperts(plan, encoder, parts);
        var gate = TrainGate(plan, encoder, experts, parts);
        var configuration = new MixtureConfiguration
        {
            Encoder = encoderManifest is null ? null : $"{encoderManifest.Id}@{encoderManifest.Version}",
            Gate = $"{plan.Gate.Id}@{plan.Gate.Version}",
            GuardThreshold = gate.File.Guard is null ? null : gate.GuardThreshold,
        };
        configuration.Write(plan.Home);
        var reused = parts.Reused;
        parts.Clear();
        return new TrainedHome(configuration, encoderManifest, experts, gate, reused);
    }

    private static PackageManifest TrainEncoder(HomePlan plan, EncoderPlan encoder, FinishedParts parts)
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
            Progress = plan.Progress,
            Logger = plan.Logger,
            Cancellation = plan.Cancellation,
            Texts = texts,
            Validation = validation,
        };
        EncoderTrainer.TrainPackage(encoder.Factory, encoder.Code, encoder.Id, encoder.Version, writer, training);
        parts.Add(package, identity);
        return ManifestReader.Read(package);
    }

    private static IEncoder OpenEncoder(HomePlan plan, EncoderPlan encoder, PackageManifest manifest) => encoder.Factory.Create(new EncoderContext
    {
        Id = manifest.Id,
        Version = manifest.Version,
        Device = plan.Device,
        Files = new PackageFiles(plan.Home.Locate(PackageRole.Encoder, manifest.Id, manifest.Version).Folder),
        Options = OptionsOf(manifest),
        Logger = plan.Logger,
        Stopping = plan.Cancellation,
    });

    private PackageManifest[] TrainExperts(HomePlan plan, IEncoder? encoder, FinishedParts parts)
    {
        var domains = plan.Data.Domains;
        var progress = new SharedProgress(plan.Progress, $"training {domains.Count} experts", [.. domains.Select(domain => domain.Train.Count)]);
        var manifests = new PackageManifest[domains.Count];
        void TrainOne(int index) => manifests[index] = TrainExpert(plan, domains[index], encoder, parts, progress.Part(index));

        // torch's generator belongs to the process: only experts that train themselves can be trained side by side and still repeat.
        if (plan.Workers > 1 && plan.Experts.Factory is ISelfTrainingExpertFactory)
        {
            TrainSideBySide(plan, domains.Count, TrainOne);
        }
        else
        {
            for (var index = 0; index < domains.Count; index++) TrainOne(index);
        }

        return manifests;
    }

    private static void TrainSideBySide(HomePlan plan, int count, Action<int> trainOne)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = plan.Workers, CancellationToken = plan.Cancellation }, trainOne);
        }
        catch (AggregateException faults)
        {
            // One sentence for people: the first fault, as it was thrown.
            ExceptionDispatchInfo.Throw(faults.InnerExceptions[0]);
        }
    }

    private PackageManifest TrainExpert(HomePlan plan, DomainData domain, IEncoder? encoder, FinishedParts parts, IProgress<TrainingProgress> progress)
    {
        var package = plan.Home.Locate(PackageRole.Expert, domain.Id, plan.Experts.Version);
        var examples = LabelledInputs.From(domain.Train, plan.Data);
        var known = examples.Select(example => example.Label).ToHashSet(StringComparer.Ordinal);
        IReadOnlyList<LabelledInput> validation = [.. LabelledInputs.From(domain.Dev, plan.Data).Where(example => known.Contains(example.Label))];
        var identity = new RunIdentity().Add("expert").Add(plan.Experts.Options).Add(plan.Seed).Add(plan.Threads)
            .Add(encoder?.Description.Fingerprint).Add(examples).Add(validation).ToString();
        if (parts.Find(package, identity) is { } finished)
        {
            progress.Report(new TrainingProgress($"{domain.Id} was finished before", 1));
            return finished;
        }

        using var writer = PackageWriter.Begin(plan.Home, PackageRole.Expert, domain.Id, plan.Experts.Version);
        var training = new ExpertTraining
        {
            OutputFolder = writer.Folder,
            CheckpointFolder = parts.CheckpointsOf(package),
            Device = plan.Device,
            Seed = plan.Seed,
            Threads = plan.Threads,
            Options = plan.Experts.Options,
            Progress = progress,
            Logger = plan.Logger,
            Cancellation = plan.Cancellation,
            Labels = LabelledInputs.Labels(examples),
            Examples = examples,
            Validation = validation,
            Encoder = encoder,
        };
        var name = new ExpertName(domain.Id, plan.Experts.Version) { Domains = [domain.Name] };
        new ExpertTrainer(time).TrainPackage(plan.Experts.Factory, plan.Experts.Code, name, writer, training);
        parts.Add(package, identity);
        progress.Report(new TrainingProgress(domain.Id, 1));
        return ManifestReader.Read(package);
    }

    private TrainedGate TrainGate(HomePlan plan, IEncoder? encoder, PackageManifest[] manifests, FinishedParts parts)
    {
        var package = plan.Home.Locate(PackageRole.Gate, plan.Gate.Id, plan.Gate.Version);
        using var writer = PackageWriter.Begin(plan.Home, PackageRole.Gate, plan.Gate.Id, plan.Gate.Version);
        var experts = new List<GateExpert>();
        try
        {
            foreach (var manifest in manifests) experts.Add(OpenExpert(plan, encoder, manifest));
            var trained = new GateTrainer(time).Train(plan.Gate.Scorer, plan.Gate.Id, plan.Gate.Version, experts, new PooledTraining
            {
                OutputFolder = writer.Folder,
                CheckpointFolder = parts.CheckpointsOf(package),
                Device = plan.Device,
                Seed = plan.Seed,
                Threads = plan.Threads,
                Options = plan.Gate.Options,
                Progress = plan.Progress,
                Logger = plan.Logger,
                Cancellation = plan.Cancellation,
                Examples = LabelledInputs.From(plan.Data.Rows(Split.Train), plan.Data),
                Validation = LabelledInputs.From(plan.Data.Rows(Split.Dev), plan.Data),
                Encoder = encoder,
                Components = plan.Components,
            });
            writer.Complete(null);
            return trained;
        }
        finally
        {
            foreach (var expert in experts) expert.Expert.Dispose();
        }
    }

    private static GateExpert OpenExpert(HomePlan plan, IEncoder? encoder, PackageManifest manifest)
    {
        var folder = plan.Home.Locate(PackageRole.Expert, manifest.Id, manifest.Version).Folder;
        var labels = LabelFile.Read(folder, manifest);
        var expert = plan.Experts.Factory.Create(new ExpertContext
        {
            Id = manifest.Id,
            Version = manifest.Version,
            Device = plan.Device,
            Encoder = encoder?.Description ?? ExpertContexts.NoEncoder,
            Files = new PackageFiles(folder),
            Labels = labels,
            Options = OptionsOf(manifest),
            Logger = plan.Logger,
            Stopping = plan.Cancellation,
        });
        return new GateExpert(new ExpertDescriptor(manifest.Id, manifest.Version, new ClassSpace(labels)), expert);
    }

    private static Dictionary<string, string> OptionsOf(PackageManifest manifest) =>
        new(manifest.Options ?? new Dictionary<string, string>(), StringComparer.OrdinalIgnoreCase);
}
