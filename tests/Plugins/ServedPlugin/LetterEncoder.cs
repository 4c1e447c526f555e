using System.Globalization;
using MoECollab.Encoders;
using MoECollab.Inputs;
using static TorchSharp.torch;

namespace ServedPlugin;

/// <summary>Counts the letters a to z of a text, scaled to a vector of length one. Throws a text that says <c>encoder!</c>. Its package may give it a table of so many numbers.</summary>
internal sealed class LetterEncoder(EncoderContext context) : IEncoder
{
    private const int Size = 26;

    // Nobody looks into it: an encoder has weights.
    private readonly float[] _table = new float[int.Parse(context.Options.GetValueOrDefault("table", "0"), CultureInfo.InvariantCulture)];

    public EncoderDescription Description { get; } = new(context.Id, context.Version, "sha256:letters", Size);

    public long ParameterCount => _table.Length;

    public Tensor Encode(IReadOnlyList<RawInput> inputs)
    {
        var values = new float[inputs.Count * Size];
        for (var row = 0; row < inputs.Count; row++)
            Count(inputs[row].Text, values.AsSpan(row * Size, Size));
        return tensor(values, inputs.Count, Size, device: context.Device);
    }

    public long MultiplyAdds(RawInput input) => input.Text.Length;

    public void Dispose()
    {
    }

    private static void Count(string text, Span<float> counts)
    {
        if (text.Contains("encoder!", StringComparison.Ordinal))
            throw new InvalidOperationException(text);
        foreach (var letter in text)
        {
            if (char.ToLowerInvariant(letter) is >= 'a' and <= 'z' and var small)
                counts[small - 'a']++;
        }

        var squares = 0f;
        foreach (var count in counts)
            squares += count * count;
        for (var i = 0; i < Size && squares > 0; i++)
            counts[i] /= MathF.Sqrt(squares);
    }
}
