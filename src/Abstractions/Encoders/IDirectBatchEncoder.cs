using MoECollab.Inputs;

namespace MoECollab.Encoders;

/// <summary>An encoder that can also fill host memory for a batch, without tensors. Equal to <see cref="IEncoder.Encode"/> within 1e-5. Calls may overlap.</summary>
public interface IDirectBatchEncoder : IDirectEncoder
{
    /// <summary>Encodes a batch.</summary>
    /// <param name="inputs">B inputs.</param>
    /// <param name="hidden">Receives the hidden vectors, [B, d] row by row.</param>
    void Encode(IReadOnlyList<RawInput> inputs, Span<float> hidden);
}
