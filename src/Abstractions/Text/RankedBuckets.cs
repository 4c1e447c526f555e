using System.Numerics;
using System.Runtime.CompilerServices;

namespace MoECollab.Text;

/// <summary>
/// The row of each n-gram, where rows ascend with bucket ids: one bit for every bucket, and how many bits stand before each 32 of them (Jacobson 1989).
/// A look-up is one fetch from buckets / 4 bytes, however many n-grams there are, and waits for nothing.
/// </summary>
internal sealed class RankedBuckets
{
    private const int BucketsOfWord = 32;

    private readonly ulong[] _words;   // 32 bits of buckets, above them how many bits the words before have

    /// <summary>Numbers the ids.</summary>
    /// <param name="ids">Strictly ascending, each below the number of buckets.</param>
    /// <param name="buckets">How many there are.</param>
    public RankedBuckets(ReadOnlySpan<int> ids, int buckets)
    {
        _words = new ulong[(buckets + BucketsOfWord - 1) / BucketsOfWord];
        foreach (var id in ids)
            _words[id / BucketsOfWord] |= 1UL << (id % BucketsOfWord);
        var before = 0;
        foreach (ref var word in _words.AsSpan())
        {
            var bits = (uint)word;
            word |= (ulong)before << BucketsOfWord;
            before += BitOperations.PopCount(bits);
        }
    }

    /// <summary>Bytes that this many buckets take.</summary>
    public static long BytesOf(int buckets) => Math.Max(1, buckets / BucketsOfWord) * sizeof(ulong);

    /// <summary>The row of an id, or −1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(int id)
    {
        var word = _words[(uint)id / BucketsOfWord];
        var its = 1u << id;   // the shift takes the lowest five bits
        var row = (int)(word >> BucketsOfWord) + BitOperations.PopCount((uint)word & (its - 1));
        return ((uint)word & its) != 0 ? row : -1;
    }

    /// <summary>The rows of many ids, −1 where there is none.</summary>
    public void Find(ReadOnlySpan<int> ids, Span<int> rows)
    {
        rows = rows[..ids.Length];
        for (var at = 0; at < rows.Length; at++)
            rows[at] = Find(ids[at]);
    }
}
