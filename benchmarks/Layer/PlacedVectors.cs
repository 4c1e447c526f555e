using System.Globalization;
using MoECollab.Encoders;
using MoECollab.Inputs;
using static TorchSharp.torch;

namespace MoECollab.Benchmarks.Layer;

/// <summary>An encoder whose vectors are drawn before: a text is its number.</summary>
internal sealed class PlacedVectors(int size, int count) : IDirectBatchEncoder
{
    private float[] _vectors = HashedValues.Of(size * count, 3, 1);

    public EncoderDescription Description { get; } = new("placed", "1.0.0", "sha256:placed", size);

    public long ParameterCount => _vectors.Length;

    /// <summary>Takes other vectors, as many.</summary>
    public void Place(float[] vectors) => _vectors = vectors;

    /// <summary>The same, in one expression.</summary>
    public PlacedVectors With(float[] vectors)
    {
        Place(vectors);
        return this;
    }

    /// <summary>Vectors in order.</summary>
    public ReadOnlySpan<float> Rows(int start, int rows) => _vectors.AsSpan(start * size, rows * size);

    public void Encode(ReadOnlySpan<char> text, Span<float> hidden) => Rows(int.Parse(text, CultureInfo.InvariantCulture), 1).CopyTo(hidden);

    public Tensor Encode(IReadOnlyList<RawInput> inputs)
    {
        var values = new float[inputs.Count * size];
        Encode(inputs, values);
        return tensor(values, [inputs.Count, size]);
    }

    public void Encode(IReadOnlyList<RawInput> inputs, Span<float> hidden)
    {
        for (var row = 0; row < inputs.Count; row++)
            Encode(inputs[row].Text, hidden.Slice(row * size, size));
    }

    public long MultiplyAdds(RawInput input) => 0;

    public void Dispose()
    {
        // An array only.
    }
}
