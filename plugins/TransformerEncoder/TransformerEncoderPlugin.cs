using MoECollab.Encoders;
using MoECollab.Packages;
using MoECollab.Training;

namespace MoECollab.TransformerEncoder;

/// <summary>The exported face of <see cref="TransformerEncoderFactory"/>, in a file of its own so that the sources can be compiled into a host as a built-in kind.</summary>
[EncoderExport("transformer", "1.0.0")]
public sealed class TransformerEncoderPlugin : ITrainableEncoderFactory
{
    private readonly TransformerEncoderFactory _factory = new();

    /// <inheritdoc/>
    public IEncoder Create(EncoderContext context) => _factory.Create(context);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Train(EncoderTraining training) => _factory.Train(training);
}
