using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using MoECollab.Encoders;
using MoECollab.Experts;
using MoECollab.Gating;
using MoECollab.Outputs;
using MoECollab.Packaging.Files;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Labels;
using MoECollab.Packaging.Manifests;
using MoECollab.Packaging.Writing;
using MoECollab.Training.Examples;
using MoECollab.Training.Experts;
using MoECollab.Training.Fitting;
using MoECollab.Training.Gates;

namespace MoECollab.Training.Homes;

/// <summary>The experts of a home: each trained on its own rows alone, the encoder frozen.</summary>
internal sealed class ExpertStage(HomePlan plan, IEncoder? encoder, SharedVocabulary? vocabulary, FinishedParts parts, TimeProvider time)
{
    /// <summary>Trains those that are not finished yet.</summary>
    /// <returns>Their manifests, in the order of the tasks.</returns>
    public PackageManifest[] Train(IReadOnlyList<ExpertTask> tasks)
    {
        var progress = new SharedProgress(plan.Progress, tasks.Count == 1 ? "training 1 expert" : $"training {tasks.Count} experts", [.. tasks.Select(task => (task.Id, task.Examples.Count))]);
        var manifests = new PackageManifest[tasks.Count];
        void TrainOne(int index) => manifests[index] = Train(tasks[index], progress.Part(index));

        // torch's generator belongs to the process: only experts that train themselves can be trained side by side and still repeat.
        if (plan.Workers > 1 && plan.Experts.Factory is ISelfTrainingExpertFactory)
        {
            // The largest first, so that none is left to run alone at the end.
            TrainSideBySide([.. Enumerable.Range(0, tasks.Count).OrderByDescending(index => tasks[index].Examples.Count)], TrainOne);
        }
        else
        {
            for (var index = 0; index < tasks.Count; index++) TrainOne(index);
        }

        return manifests;
    }

    /// <summary>Puts a finished expert to work; owned by the caller.</summary>
    public GateExpert Open(PackageManifest manifest)
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
            Options = ManifestOptions.Of(manifest),
            Logger = plan.Logger,
            Stopping = plan.Cancellation,
        });
        return new GateExpert(new ExpertDescriptor(manifest.Id, manifest.Version, new ClassSpace(labels)) { Domains = manifest.Task?.Domains ?? [] }, expert);
    }

    private void TrainSideBySide(int[] order, Action<int> trainOne)
    {
        try
        {
            var limits = new ParallelOptions { MaxDegreeOfParallelism = plan.Workers, CancellationToken = plan.Cancellation };
            Parallel.ForEach(Partitioner.Create(order, EnumerablePartitionerOptions.NoBuffering), limits, trainOne);
        }
        catch (AggregateException faults)
        {
            // One sentence for people: the first fault, as it was thrown.
            ExceptionDispatchInfo.Throw(faults.InnerExceptions[0]);
        }
    }

    private PackageManifest Train(ExpertTask task, IProgress<TrainingProgress> progress)
    {
        var package = plan.Home.Locate(PackageRole.Expert, task.Id, plan.Experts.Version);
        var identity = new RunIdentity().Add("expert").Add(plan.Experts.Options).Add(vocabulary?.Hash).Add(plan.Seed).Add(plan.Threads)
            .Add(encoder?.Description.Fingerprint).Add(task.Domains).Add(task.Examples).Add(task.Validation).ToString();
        parts.RestoreOriginal(package);
        if (parts.Find(package, identity) is { } finished)
        {
            progress.Report(new TrainingProgress($"{task.Id} was finished before", 1));
            return finished;
        }

        using var writer = PackageWriter.Begin(plan.Home, PackageRole.Expert, task.Id, plan.Experts.Version);
        var training = new ExpertTraining
        {
            OutputFolder = writer.Folder,
            CheckpointFolder = parts.CheckpointsOf(package),
            Device = plan.Device,
            Seed = plan.Seed,
            Threads = plan.Threads,
            Options = SharedVocabulary.Told(plan.Experts.Options, vocabulary),
            Progress = progress,
            Logger = plan.Logger,
            Cancellation = plan.Cancellation,
            Labels = LabelledInputs.Labels(task.Examples),
            Examples = task.Examples,
            Validation = task.Validation,
            Encoder = encoder,
        };
        var name = new ExpertName(task.Id, plan.Experts.Version) { Domains = task.Domains };
        new ExpertTrainer(time).TrainPackage(plan.Experts.Factory, plan.Experts.Code, name, writer, training);
        parts.Add(package, identity);
        progress.Report(new TrainingProgress(task.Id, 1));
        return ManifestReader.Read(package);
    }
}
