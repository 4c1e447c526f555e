using MoECollab.Encoders;
using MoECollab.Experts;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Manifests;
using MoECollab.Packaging.Writing;
using MoECollab.Training.Examples;
using MoECollab.Training.Experts;

namespace MoECollab.Training.Homes;

/// <summary>
/// Fits finished experts once more with the validation rows that were cut off their training rows, when nothing is to be chosen or calibrated any
/// more: a tenth more examples. Everything else of the packages, the figures measured on those rows above all, stays as it was.
/// </summary>
internal sealed class ExpertRefit(HomePlan plan, IEncoder? encoder, SharedVocabulary? vocabulary, FinishedParts parts)
{
    /// <summary>Fits all that can be, and only then puts them in the others' places: a kill before that leaves the home as it was.</summary>
    /// <param name="tasks">What the experts learned from.</param>
    /// <param name="manifests">Their manifests, in the same order.</param>
    public void Run(IReadOnlyList<ExpertTask> tasks, IReadOnlyList<PackageManifest> manifests)
    {
        if (plan.Experts.Factory is not IRefittingExpertFactory factory) return;
        var writers = new PackageWriter?[tasks.Count];
        try
        {
            var progress = new SharedProgress(plan.Progress, "fitting experts to all rows", [.. tasks.Select(task => (task.Id, task.Examples.Count))]);
            Parallel.For(0, tasks.Count, new ParallelOptions { MaxDegreeOfParallelism = plan.Workers, CancellationToken = plan.Cancellation }, index =>
            {
                if (tasks[index].Later.Count > 0) writers[index] = Fit(factory, tasks[index], manifests[index], progress.Part(index));
            });
            // Gate, trial and report were made with the experts as they are: a run that is killed between two of these has to find them so again.
            for (var index = 0; index < tasks.Count; index++)
            {
                if (writers[index] is not null) parts.KeepOriginal(plan.Home.Locate(PackageRole.Expert, manifests[index].Id, manifests[index].Version));
            }

            for (var index = 0; index < tasks.Count; index++) writers[index]?.Complete(manifests[index]);
        }
        finally
        {
            foreach (var writer in writers) writer?.Dispose();
        }
    }

    private PackageWriter? Fit(IRefittingExpertFactory factory, ExpertTask task, PackageManifest manifest, IProgress<TrainingProgress> progress)
    {
        var writer = PackageWriter.Begin(plan.Home, PackageRole.Expert, manifest.Id, manifest.Version);
        try
        {
            PackageCopy.Of(writer.Target, writer.Folder);
            if (factory.Refit(Training(task, manifest, writer.Folder, progress))) return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }

        writer.Dispose();
        return null;
    }

    private ExpertTraining Training(ExpertTask task, PackageManifest manifest, string folder, IProgress<TrainingProgress> progress)
    {
        var options = new Dictionary<string, string>(SharedVocabulary.Told(plan.Experts.Options, vocabulary), StringComparer.OrdinalIgnoreCase);
        options.Remove(ExpertTrainer.RoutingKeysOption);
        foreach (var (name, value) in ManifestOptions.Of(manifest)) options[name] = value;
        return new ExpertTraining
        {
            OutputFolder = folder,
            Device = plan.Device,
            Seed = plan.Seed,
            Threads = plan.Threads,
            Options = options,
            Progress = progress,
            Logger = plan.Logger,
            Cancellation = plan.Cancellation,
            Labels = LabelledInputs.Labels(task.Examples),
            Examples = [.. task.Examples, .. task.Later],
            Validation = [],
            Encoder = encoder,
        };
    }
}
