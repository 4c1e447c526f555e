using MoECollab.Inputs;
using static TorchSharp.torch;

namespace MoECollab.Encoders;

/// <summary>The shared, frozen map from text to hidden vectors. Calls may overlap.</summary>
public interface IEncoder : IDisposable
{
    /// <summary>Identity, fingerprint and hidden size.</summary>
    EncoderDescription Description { get; }

    /// <summary>Number of learned values, each counted once.</summary>
    long ParameterCount { get; }

    /// <summary>Encodes a batch; a row depends on its own input only.</summary>
    /// <param name="inputs">B inputs, at least one.</param>
    /// <returns>Hidden vectors [B, d], float32, on the encoder's device, without gradient; owned by the caller.</returns>
    Tensor Encode(IReadOnlyList<RawInput> inputs);

    /// <summary>Multiply-adds that encoding this input takes; an embedding look-up counts d adds.</summary>
    /// <param name="input">The input.</param>
    long MultiplyAdds(RawInput input);
}
