using MoECollab.Gating.Scoring.Prototype;
using static TorchSharp.torch;

namespace MoECollab.Gating.OnDevice;

/// <summary>The similarity of every expert's nearest routing key, times a scale; experts without a key are masked.</summary>
internal sealed class KeysOnDevice : IDeviceScores
{
    private readonly KeySimilarity _similarity;
    private readonly float _scale;
    private readonly int _together; // m: keys of an expert, those of others repeated up to it
    private readonly Tensor _keys; // [N m, d]
    private readonly Tensor _hasKey; // [N]
    private readonly Tensor _masked; // −∞

    /// <param name="keys">Unit length where the similarity is the cosine: m for each expert, anything where it has none.</param>
    /// <param name="hasKey">Of each expert.</param>
    /// <param name="how">The similarity and its scale.</param>
    /// <param name="cold">Positions of experts that ship no key.</param>
    public KeysOnDevice(Tensor keys, bool[] hasKey, (KeySimilarity Similarity, float Scale) how, IReadOnlyList<int> cold)
    {
        (_similarity, _scale) = how;
        Cold = cold;
        _together = (int)(keys.shape[0] / hasKey.Length);
        _keys = keys.alias().DetachFromDisposeScope();
        _hasKey = tensor(hasKey, device: keys.device).DetachFromDisposeScope();
        _masked = tensor(float.NegativeInfinity, device: keys.device).DetachFromDisposeScope();
    }

    public IReadOnlyList<int> Cold { get; }

    public long Bytes => (sizeof(float) * (_keys.NumberOfElements + 1)) + _hasKey.NumberOfElements;

    public Tensor Score(RoutingRequest request)
    {
        using var scope = NewDisposeScope();
        var hidden = request.Hidden!;
        var near = hidden.mm(_keys.t()); // [B, N m]
        if (_similarity == KeySimilarity.Cosine)
        {
            var length = hidden.norm(1, keepdim: true); // [B, 1]
            near = near * where(length > 0, 1f / length, zeros_like(length)); // a zero vector is near to nothing
        }

        if (_together > 1)
            near = near.view(near.shape[0], -1, _together).amax(2); // [B, N]
        return where(_hasKey, near * _scale, _masked).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _keys.Dispose();
        _hasKey.Dispose();
        _masked.Dispose();
    }
}
