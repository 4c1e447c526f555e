using MoECollab.Inputs;
using static TorchSharp.torch;

namespace MoECollab.Encoders;

/// <summary>
/// An encoder that can compute at padded shapes that each text decides for itself, and not the longest text of its batch: what a cache of rows needs.
/// Products of libtorch may differ in the last bit from one call to another on some processors, so rows agree within 1e-5. Calls may overlap.
/// </summary>
public interface IFixedShapeEncoder : IEncoder
{
    /// <summary>Encodes a batch, each row at the shape at which it would be computed alone. Equal batches give equal bytes on one device with one number of threads; in other batches a row agrees within 1e-5.</summary>
    /// <param name="inputs">B inputs, at least one.</param>
    /// <returns>Hidden vectors [B, d], float32, on the encoder's device, without gradient; owned by the caller.</returns>
    Tensor EncodeFixed(IReadOnlyList<RawInput> inputs);
}
