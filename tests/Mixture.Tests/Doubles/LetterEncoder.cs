using MoECollab.Encoders;
using MoECollab.Inputs;
using static TorchSharp.torch;

namespace MoECollab.Mixture.Tests.Doubles;

/// <summary>h_j = share of the j-th letter in the text: a small encoder whose vectors can be worked out by hand. Counts its calls.</summary>
internal class LetterEncoder(int size) : IEncoder
{
    public int EncodedRows { get; private set; }

    public EncoderDescription Description { get; } = new("letters", "1.0.0", "sha256:letters", size);

    public long ParameterCount => 0;

    public Tensor Encode(IReadOnlyList<RawInput> inputs)
    {
        var values = new float[inputs.Count * size];
        for (var row = 0; row < inputs.Count; row++)
            Fill(inputs[row].Text, values.AsSpan(row * size, size));
        return tensor(values, [inputs.Count, size]);
    }

    public long MultiplyAdds(RawInput input) => input.Text.Length;

    public void Dispose()
    {
    }

    protected void Fill(ReadOnlySpan<char> text, Span<float> hidden)
    {
        EncodedRows++;
        hidden.Clear();
        foreach (var letter in text)
            hidden[(letter - 'a') % size] += 1f / text.Length;
    }
}
