using MoECollab.Training;

namespace MoECollab.Experts;

/// <summary>An expert that trains itself, such as one with sparse features or trees.</summary>
public interface ISelfTrainingExpertFactory : IExpertFactory
{
    /// <summary>Trains on the examples and writes its weights below <see cref="TrainingRun.OutputFolder"/>; equal seed and thread count give equal bytes.</summary>
    /// <param name="training">Examples, labels, options, seed, progress, checkpoints.</param>
    /// <returns>What the manifest must carry as <c>options</c> for <see cref="IExpertFactory.Create"/> to read the weights back.</returns>
    IReadOnlyDictionary<string, string> Train(ExpertTraining training);
}
