using MoECollab.Encoders;
using MoECollab.Inputs;
using static TorchSharp.torch;

namespace MoECollab.Host.Tests.Scheduling;

/// <summary>Counts letters in host memory, and waits a moment over a text that says <c>wait!</c>.</summary>
internal sealed class PromptEncoder : IDirectBatchEncoder, IEncoderFactory
{
    public const string Kind = "letters";

    private const int Letters = 26;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(5);

    public EncoderDescription Description { get; } = new("letters", "1.0.0", "sha256:letters", Letters);

    public long ParameterCount => 0;

    public IEncoder Create(EncoderContext context) => this;

    public void Encode(ReadOnlySpan<char> text, Span<float> hidden)
    {
        if (text.Contains("wait!", StringComparison.Ordinal))
            Thread.Sleep(Moment);
        hidden.Clear();
        foreach (var letter in text)
        {
            if (letter is >= 'a' and <= 'z')
                hidden[letter - 'a'] += 1f / text.Length;
        }
    }

    public void Encode(IReadOnlyList<RawInput> inputs, Span<float> hidden)
    {
        for (var row = 0; row < inputs.Count; row++)
            Encode(inputs[row].Text, hidden.Slice(row * Letters, Letters));
    }

    public Tensor Encode(IReadOnlyList<RawInput> inputs)
    {
        var hidden = new float[inputs.Count * Letters];
        Encode(inputs, hidden);
        return tensor(hidden, inputs.Count, Letters);
    }

    public long MultiplyAdds(RawInput input) => input.Text.Length;

    public void Dispose()
    {
    }
}
