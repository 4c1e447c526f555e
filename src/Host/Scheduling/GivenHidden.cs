using MoECollab.Encoders;
using MoECollab.Inputs;
using static TorchSharp.torch;

namespace MoECollab.Host.Scheduling;

/// <summary>Stands in for the encoder where the caller sends hidden vectors.</summary>
internal sealed class GivenHidden(EncoderDescription description, float[] values) : IEncoder
{
    public EncoderDescription Description => description;

    public long ParameterCount => 0;

    // [n, d], in the order of the inputs, which are one batch.
    public Tensor Encode(IReadOnlyList<RawInput> inputs) => tensor(values, inputs.Count, description.HiddenSize);

    public long MultiplyAdds(RawInput input) => 0;

    public void Dispose()
    {
    }
}
