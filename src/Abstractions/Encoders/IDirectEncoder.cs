namespace MoECollab.Encoders;

/// <summary>An encoder that can also fill host memory, without tensors: the path for one input on a CPU. Equal to <see cref="IEncoder.Encode"/> within 1e-5. Calls may overlap.</summary>
public interface IDirectEncoder : IEncoder
{
    /// <summary>Encodes one text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="hidden">Receives the hidden vector, [d].</param>
    void Encode(ReadOnlySpan<char> text, Span<float> hidden);
}
