using System.Buffers;
using MoECollab.Gating.Numerics;
using MoECollab.Gating.Numerics.Panels;
using MoECollab.Gating.OnDevice;
using static TorchSharp.torch;

namespace MoECollab.Gating.Scoring.Prototype;

/// <summary>
/// The routing keys of a snapshot, packed row by row. An expert's similarity is that of its nearest key (the maximum over keys, as RouterRetriever's
/// code has it and as measures better than its text's mean). A key of another length than the encoder's hidden vectors, or one that is not finite, is no key.
/// </summary>
internal sealed class PrototypeKeys
{
    // On a device every expert has as many keys as the one with most, which may make this many times as many.
    private const int MostRepeated = 4;

    private readonly int _size;
    private readonly KeySimilarity _similarity;
    private readonly int _count;
    private readonly PackedMatrix? _keys; // [keys, d]
    private readonly int[] _ends;

    public PrototypeKeys(ExpertSnapshot experts, int hiddenSize, KeySimilarity similarity)
    {
        _size = hiddenSize;
        _similarity = similarity;
        _ends = new int[experts.Experts.Count];
        var packed = new List<float>();
        for (var position = 0; position < _ends.Length; position++)
        {
            foreach (var key in experts.Experts[position].RoutingKeys)
            {
                if (IsKey(key.Span))
                    Pack(key.Span, packed);
            }

            _ends[position] = packed.Count / hiddenSize;
        }

        _count = packed.Count / hiddenSize;
        _keys = _count > 0 ? new PackedMatrix(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(packed), [], hiddenSize) : null;
    }

    /// <summary>Whether any expert shipped a key.</summary>
    public bool Any => _count > 0;

    /// <summary>Multiply-adds to compare one hidden vector with every key.</summary>
    public long MultiplyAdds => ((long)_count * _size) + (_similarity == KeySimilarity.Cosine ? _size : 0);

    /// <summary>The similarity of every expert's nearest key.</summary>
    /// <param name="hidden">[d].</param>
    /// <param name="similarities">Receives one per expert; −∞ for those without a key.</param>
    public void Similarities(ReadOnlySpan<float> hidden, Span<float> similarities)
    {
        var scale = _similarity == KeySimilarity.Cosine ? Inverse(Dense.Length(hidden)) : 1f;
        var rented = ArrayPool<float>.Shared.Rent(_count);
        var products = rented.AsSpan(0, _count);
        _keys?.Product(hidden, products);
        var key = 0;
        for (var position = 0; position < _ends.Length; position++)
        {
            var nearest = float.NegativeInfinity;
            for (; key < _ends[position]; key++)
                nearest = Math.Max(nearest, products[key] * scale);
            similarities[position] = nearest;
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>The keys of these experts on a device; null where none is usable, or where some experts have so many more than others that repeating keys would take too much memory.</summary>
    /// <param name="experts">The experts that the keys are of.</param>
    /// <param name="scale">What similarities are multiplied by.</param>
    /// <param name="cold">As the scorer names them.</param>
    /// <param name="device">Where.</param>
    public KeysOnDevice? OnDevice(ExpertSnapshot experts, float scale, IReadOnlyList<int> cold, Device device)
    {
        var most = 0;
        for (var position = 0; position < _ends.Length; position++)
            most = Math.Max(most, CountOf(position));
        if (most == 0 || (long)most * _ends.Length > MostRepeated * (long)_count)
            return null;

        var repeated = new float[most * _ends.Length * _size];
        var own = new List<float>();
        for (var position = 0; position < _ends.Length; position++)
        {
            own.Clear();
            foreach (var key in experts.Experts[position].RoutingKeys)
            {
                if (IsKey(key.Span))
                    Pack(key.Span, own);
            }

            for (var i = 0; i < most * _size && own.Count > 0; i++)
                repeated[(position * most * _size) + i] = own[i % own.Count];
        }

        using var keys = HostMemory.Write(repeated, _size, device);
        return new KeysOnDevice(keys, [.. Enumerable.Range(0, _ends.Length).Select(position => CountOf(position) > 0)], (_similarity, scale), cold);
    }

    private int CountOf(int position) => _ends[position] - (position == 0 ? 0 : _ends[position - 1]);

    private static float Inverse(float length) => length > 0 ? 1f / length : 0f;

    private bool IsKey(ReadOnlySpan<float> key)
    {
        if (key.Length != _size)
            return false;
        foreach (var value in key)
        {
            if (!float.IsFinite(value))
                return false;
        }

        return true;
    }

    private void Pack(ReadOnlySpan<float> key, List<float> packed)
    {
        var scale = _similarity == KeySimilarity.Cosine ? Inverse(Dense.Length(key)) : 1f;
        foreach (var value in key)
            packed.Add(value * scale);
    }
}
