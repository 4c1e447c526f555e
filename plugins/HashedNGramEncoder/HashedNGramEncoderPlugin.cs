using MoECollab.Encoders;
using MoECollab.Packages;
using MoECollab.Training;

namespace MoECollab.HashedNGramEncoder;

/// <summary>The exported face of <see cref="HashedNGramEncoderFactory"/>, in a file of its own so that the sources can be compiled into a host as a built-in kind.</summary>
[EncoderExport("hashed-ngram", "1.0.0")]
public sealed class HashedNGramEncoderPlugin : ITrainableEncoderFactory
{
    private readonly HashedNGramEncoderFactory _factory = new();

    /// <inheritdoc/>
    public IEncoder Create(EncoderContext context) => _factory.Create(context);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Train(EncoderTraining training) => _factory.Train(training);
}
