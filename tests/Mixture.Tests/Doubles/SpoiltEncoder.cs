using MoECollab.Encoders;
using MoECollab.Inputs;
using static TorchSharp.torch;

namespace MoECollab.Mixture.Tests.Doubles;

/// <summary>An encoder that makes vectors of some texts that are not numbers.</summary>
internal sealed class SpoiltEncoder(IEncoder inner, Func<string, bool> isSpoilt) : IEncoder
{
    public EncoderDescription Description => inner.Description;

    public long ParameterCount => inner.ParameterCount;

    public Tensor Encode(IReadOnlyList<RawInput> inputs)
    {
        var hidden = inner.Encode(inputs);
        for (var row = 0; row < inputs.Count; row++)
        {
            if (isSpoilt(inputs[row].Text))
                hidden[row].fill_(float.NaN);
        }

        return hidden;
    }

    public long MultiplyAdds(RawInput input) => inner.MultiplyAdds(input);

    public void Dispose() => inner.Dispose();
}
