using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;
using MoECollab.Encoders;
using MoECollab.Host.Budget;
using MoECollab.Host.Configuring;
using MoECollab.Host.Seeing.Metrics;
using MoECollab.Inputs;
using static TorchSharp.torch;

namespace MoECollab.Host.Scheduling.Caching;

/// <summary>Hidden vectors of texts that were encoded before, in host memory, bounded in bytes; the longest unused go first. Calls may overlap.</summary>
internal sealed class EmbeddingCache
{
    /// <summary>What a row takes besides its values: key, list node, dictionary slot, array header.</summary>
    public const int BytesBesides = 200;

    // A text of a usual length tells what encoding costs.
    private static readonly RawInput Usual = new(string.Join(' ', Enumerable.Range(0, 64).Select(number => $"word{number}")));

    private readonly Lock _gate = new();
    private readonly Dictionary<CachedText, LinkedListNode<(CachedText Key, float[] Row)>> _rows = [];
    private readonly LinkedList<(CachedText Key, float[] Row)> _byUse = [];
    private readonly ExpertPlacement _placement;
    private readonly HostMetrics _metrics;
    private readonly long _limit;
    private readonly long _dearFrom;
    private bool? _hasRoom;
    private long _bytes;

    public EmbeddingCache(IOptions<BatchingOptions> options, ExpertPlacement placement, HostMetrics metrics)
    {
        _placement = placement;
        _metrics = metrics;
        _limit = options.Value.CacheBytes;
        _dearFrom = options.Value.CacheFromMultiplyAdds;
    }

    /// <summary>Bytes that are taken.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>The most bytes that are ever taken.</summary>
    public long Limit => _limit;

    /// <summary>The encoder behind the cache; or by itself, where there is no cache, the memory budget has no room for it, or encoding costs less than what the cache is for.</summary>
    [return: NotNullIfNotNull(nameof(encoder))]
    public IEncoder? Over(IEncoder? encoder, Device device) =>
        encoder is null || _limit == 0 || encoder.MultiplyAdds(Usual) < _dearFrom || !HasRoom() ? encoder : new CachedEncoder(encoder, this, device);

    /// <summary>Copies a row; false where it is not there.</summary>
    public bool TryRead(CachedText key, Span<float> row)
    {
        float[] found;
        lock (_gate)
        {
            if (!_rows.TryGetValue(key, out var node))
            {
                _metrics.EmbeddingMisses.Add(1);
                return false;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            found = node.Value.Row;
        }

        _metrics.EmbeddingHits.Add(1);
        found.CopyTo(row);
        return true;
    }

    /// <summary>Keeps a row, and lets the longest unused go where it needs their room.</summary>
    public void Keep(CachedText key, ReadOnlySpan<float> row)
    {
        if (BytesOf(row.Length) > _limit)
            return;
        var kept = row.ToArray();
        lock (_gate)
        {
            // Another lane may have encoded the same text meanwhile: its row agrees within 1e-5.
            if (_rows.ContainsKey(key))
                return;
            while (_bytes + BytesOf(kept.Length) > _limit)
            {
                var last = _byUse.Last!;
                _byUse.RemoveLast();
                _rows.Remove(last.Value.Key);
                _bytes -= BytesOf(last.Value.Row.Length);
            }

            _rows[key] = _byUse.AddFirst((key, kept));
            _bytes += BytesOf(kept.Length);
            _metrics.EmbeddingBytes.Set(_bytes);
        }
    }

    // Asked once, by whoever changes generations; the room is the cache's until the host ends.
    private bool HasRoom() => _hasRoom ??= _placement.TryReserveOnHost("embedding cache", _limit);

    private static long BytesOf(int values) => ((long)values * sizeof(float)) + BytesBesides;
}
