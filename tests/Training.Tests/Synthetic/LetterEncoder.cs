using MoECollab.Encoders;
using MoECollab.Inputs;
using static TorchSharp.torch;

namespace MoECollab.Training.Tests.Synthetic;

/// <summary>Encodes a text as the shares of the letters a to z in it.</summary>
internal sealed class LetterEncoder : IEncoder
{
    public const int Letters = 26;

    /// <summary>Texts encoded so far.</summary>
    public int Encoded { get; private set; }

    public EncoderDescription Description { get; } = new("letters", "1.0.0", "sha256:letters", Letters);

    public long ParameterCount => 0;

    public Tensor Encode(IReadOnlyList<RawInput> inputs)
    {
        Encoded += inputs.Count;
        var values = new float[inputs.Count * Letters];
        for (var row = 0; row < inputs.Count; row++)
        {
            foreach (var letter in inputs[row].Text.Where(char.IsAsciiLetterLower))
                values[(row * Letters) + letter - 'a'] += 1f / inputs[row].Text.Length;
        }

        return tensor(values, [inputs.Count, Letters]);
    }

    public long MultiplyAdds(RawInput input) => input.Text.Length;

    public void Dispose()
    {
    }
}
