using MoECollab.Training;

namespace MoECollab.Encoders;

/// <summary>An encoder that can be trained from texts alone: it never sees the experts' labels.</summary>
public interface ITrainableEncoderFactory : IEncoderFactory
{
    /// <summary>Trains on the texts and writes its weights and other files below <see cref="TrainingRun.OutputFolder"/>; equal seed and thread count give equal bytes.</summary>
    /// <param name="training">Texts, options, seed, progress, checkpoints.</param>
    /// <returns>What the manifest must carry as <c>options</c> for <see cref="IEncoderFactory.Create"/> to read the weights back.</returns>
    IReadOnlyDictionary<string, string> Train(EncoderTraining training);
}
