using MoECollab.Encoders;
using MoECollab.Packaging.Homes;
using MoECollab.Packaging.Writing;
using MoECollab.Training.Data;
using MoECollab.Training.Examples;
using MoECollab.Training.Gates;
using MoECollab.Training.Gates.Trial;

namespace MoECollab.Training.Homes;

/// <summary>The gate of a home: trained on all rows with the experts frozen, then judged; what is active afterwards has earned it or is the simplest that does as well.</summary>
internal sealed class GateStage(HomePlan plan, IEncoder? encoder, SharedVocabulary? vocabulary, FinishedParts parts, TimeProvider time)
{
    private const string NGramScorer = "ngram";

    /// <summary>Trains, judges, and writes the gate, and its substitute where it has one.</summary>
    /// <param name="experts">The frozen experts; borrowed.</param>
    public (TrainedGate Gate, GateTrial Trial) Train(IReadOnlyList<GateExpert> experts)
    {
        var package = plan.Home.Locate(PackageRole.Gate, plan.Gate.Id, plan.Gate.Version);
        using var writer = PackageWriter.Begin(plan.Home, PackageRole.Gate, plan.Gate.Id, plan.Gate.Version);
        var pooled = new PooledTraining
        {
            OutputFolder = writer.Folder,
            CheckpointFolder = parts.CheckpointsOf(package),
            Device = plan.Device,
            Seed = plan.Seed,
            Threads = plan.Threads,
            Options = plan.Gate.Scorer == NGramScorer ? SharedVocabulary.Told(plan.Gate.Options, vocabulary) : plan.Gate.Options,
            Progress = PartProgress.Of("gate", plan.Progress),
            Logger = plan.Logger,
            Cancellation = plan.Cancellation,
            Examples = LabelledInputs.From(plan.Data.Rows(Split.Train), plan.Data),
            Validation = LabelledInputs.From(plan.Data.Rows(Split.Dev), plan.Data),
            Encoder = encoder,
            Components = plan.Components,
        };
        var trained = new GateTrainer(time).Train(plan.Gate.Scorer, plan.Gate.Id, plan.Gate.Version, experts, pooled);
        var (trial, substitute) = new GateTribunal(experts, pooled, time).Judge(trained.File, writer.Folder);
        writer.Complete(null);
        if (substitute is not null)
        {
            using var simple = PackageWriter.Begin(plan.Home, PackageRole.Gate, substitute.Id, substitute.Version);
            substitute.Write(simple.Folder);
            simple.Complete(null);
        }

        return (trained, trial);
    }
}
