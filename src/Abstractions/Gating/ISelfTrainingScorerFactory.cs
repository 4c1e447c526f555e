using MoECollab.Training;

namespace MoECollab.Gating;

/// <summary>A scorer that trains itself on soft targets, such as one with sparse features.</summary>
public interface ISelfTrainingScorerFactory : IGatingFactory<IScorer>
{
    /// <summary>Trains and writes its weights below <see cref="TrainingRun.OutputFolder"/>; equal seed and thread count give equal bytes.</summary>
    /// <param name="training">Pooled examples, the experts' outcomes on them, options, seed, progress.</param>
    /// <returns>What the gate's file must carry as <c>options</c> for <see cref="IGatingFactory{T}.Create"/> to read the weights back.</returns>
    IReadOnlyDictionary<string, string> Train(GateTraining training);
}
