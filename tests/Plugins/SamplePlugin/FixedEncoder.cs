using MoECollab.Encoders;
using MoECollab.Inputs;
using static TorchSharp.torch;

namespace SamplePlugin;

/// <summary>Maps every text to a vector of ones.</summary>
internal sealed class FixedEncoder(EncoderContext context) : IEncoder
{
    private const int Size = 4;

    public EncoderDescription Description { get; } = new(context.Id, context.Version, "sha256:0001", Size);

    public long ParameterCount => 0;

    public Tensor Encode(IReadOnlyList<RawInput> inputs) => ones([inputs.Count, Size], device: context.Device);

    public long MultiplyAdds(RawInput input) => 0;

    public void Dispose()
    {
    }
}
