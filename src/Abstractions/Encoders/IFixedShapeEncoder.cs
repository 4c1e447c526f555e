using MoECollab.Inputs;
using static TorchSharp.torch;

namespace MoECollab.Encoders;

/// <summary>
/// An encoder that can compute at fixed padded shapes, so that the bits of a row depend on its own input and on nothing that shares the call: what a
/// cache of rows needs. <see cref="IEncoder.Encode"/> may pad to the longest text of its batch, and agrees within 1e-5 only. Calls may overlap.
/// </summary>
public interface IFixedShapeEncoder : IEncoder
{
    /// <summary>Encodes a batch, each row as it would come alone or in any other batch on this device with this number of threads.</summary>
    /// <param name="inputs">B inputs, at least one.</param>
    /// <returns>Hidden vectors [B, d], float32, on the encoder's device, without gradient; owned by the caller.</returns>
    Tensor EncodeFixed(IReadOnlyList<RawInput> inputs);
}
