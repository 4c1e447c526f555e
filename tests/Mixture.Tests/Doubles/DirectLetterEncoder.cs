using MoECollab.Encoders;
using MoECollab.Inputs;

namespace MoECollab.Mixture.Tests.Doubles;

internal sealed class DirectLetterEncoder(int size) : LetterEncoder(size), IDirectBatchEncoder
{
    public void Encode(ReadOnlySpan<char> text, Span<float> hidden) => Fill(text, hidden);

    public void Encode(IReadOnlyList<RawInput> inputs, Span<float> hidden)
    {
        var size = Description.HiddenSize;
        for (var row = 0; row < inputs.Count; row++)
            Fill(inputs[row].Text, hidden.Slice(row * size, size));
    }
}
