using MoECollab.Encoders;

namespace MoECollab.Training.Tests.Synthetic;

/// <summary>An encoder whose training writes down how many texts it saw.</summary>
internal sealed class LetterEncoderFactory : ITrainableEncoderFactory
{
    public IEncoder Create(EncoderContext context) => new LetterEncoder();

    public IReadOnlyDictionary<string, string> Train(EncoderTraining training)
    {
        Directory.CreateDirectory(Path.Combine(training.OutputFolder, "moe"));
        File.WriteAllText(Path.Combine(training.OutputFolder, "moe", "texts.txt"), training.Texts.Count.ToString());
        training.Progress?.Report(new TrainingProgress("encoder", 1));
        return new Dictionary<string, string>();
    }
}
