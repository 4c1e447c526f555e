using System.Buffers;
using MoECollab.Encoders;
using MoECollab.Gating.Numerics;
using MoECollab.Inputs;
using static TorchSharp.torch;

namespace MoECollab.Mixture.Mixing;

/// <summary>The hidden vector of one input, encoded when somebody first needs it, and held as a tensor, in host memory, or both, as it is asked for.</summary>
internal ref struct HiddenVector(MixtureParts parts, IReadOnlyList<RawInput> inputs)
{
    private float[]? _rented;
    private Tensor? _tensor;

    /// <summary>Whether the input was encoded.</summary>
    public readonly bool IsEncoded => _rented is not null || _tensor is not null;

    /// <summary>d.</summary>
    public readonly int Size => parts.Encoder!.Description.HiddenSize;

    /// <summary>The vector in host memory, [d].</summary>
    public ReadOnlySpan<float> AsSpan()
    {
        if (_rented is null)
        {
            var room = ArrayPool<float>.Shared.Rent(Size);
            if (_tensor is null && parts.Encoder is IDirectEncoder direct)
                direct.Encode(inputs[0].Text, room.AsSpan(0, Size));
            else
                HostMemory.Read(AsTensor()).CopyTo(room, 0);
            _rented = room;
        }

        return _rented.AsSpan(0, Size);
    }

    /// <summary>The vector as a tensor [1, d], which belongs to the caller's dispose scope.</summary>
    public Tensor AsTensor() => _tensor ??= _rented is null
        ? parts.Encode(inputs)
        : HostMemory.Write(_rented[..Size], Size, parts.Options.Device);

    /// <summary>The same for an expert; a copy where others read it after that one, which might change it or dispose of it.</summary>
    public Tensor Lend(bool isShared) => isShared ? AsTensor().clone() : AsTensor();

    public readonly void Dispose()
    {
        if (_rented is not null)
            ArrayPool<float>.Shared.Return(_rented);
    }
}
