using MoECollab.Packaging.Mixtures;
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
        var encoderManifest = plan.Encoder is null ? null : EncoderStage.Train(plan, plan.Encoder, parts);
        using var encoder = encoderManifest is null ? null : EncoderStage.Open(plan, plan.Encoder!, encoderManifest);
        var vocabulary = plan.SharesVocabulary ? SharedVocabulary.Count(plan, parts) : null;
        var stage = new ExpertStage(plan, encoder, vocabulary, parts, time);
        var manifests = stage.Train(ExpertTask.Of(plan));
        var experts = new List<GateExpert>();
        try
        {
            foreach (var manifest in manifests) experts.Add(stage.Open(manifest));
            var (gate, trial) = new GateStage(plan, encoder, vocabulary, parts, time).Train(experts);
            var configuration = new MixtureConfiguration
            {
                Encoder = encoderManifest is null ? null : $"{encoderManifest.Id}@{encoderManifest.Version}",
                Gate = trial.Active,
                GuardThreshold = trial.Earned && gate.File.Guard is not null ? gate.GuardThreshold : null,
            };
            configuration.Write(plan.Home);
            var trained = new TrainedHome(configuration, encoderManifest, manifests, gate, parts.Reused) { Trial = trial };
            plan.WhenWritten?.Invoke(trained);
            parts.Clear();
            return trained;
        }
        finally
        {
            foreach (var expert in experts) expert.Expert.Dispose();
        }
    }
}
