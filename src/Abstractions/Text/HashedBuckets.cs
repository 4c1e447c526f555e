using System.Numerics;

namespace MoECollab.Text;

/// <summary>The row of each n-gram in a hash table: smaller than <see cref="RankedBuckets"/> where few of many buckets are known.</summary>
internal sealed class HashedBuckets
{
    private const int Fetched = 256;

    private readonly long[] _slots;   // row + 1 above an id, at the id's hash or the next free place; 0 where free
    private readonly int _shift;

    /// <summary>Numbers the ids in their order.</summary>
    public HashedBuckets(ReadOnlySpan<int> ids)
    {
        _slots = new long[Places(ids.Length)];
        _shift = 32 - BitOperations.Log2((uint)_slots.Length);
        for (var row = 0; row < ids.Length; row++)
            _slots[Place(ids[row])] = ((row + 1L) << 32) | (uint)ids[row];
    }

    /// <summary>Bytes that this many ids take.</summary>
    public static long BytesOf(int count) => (long)Places(count) * sizeof(long);

    /// <summary>The row of an id, or −1.</summary>
    public int Find(int id) => (int)(_slots[Place(id)] >> 32) - 1;

    /// <summary>
    /// The rows of many ids, −1 where there is none. The table is larger than the near caches, so the first places are fetched before any is looked
    /// at: the fetches overlap, where a look-up that has to wait for its answer would keep the next from beginning.
    /// </summary>
    public void Find(ReadOnlySpan<int> ids, Span<int> rows)
    {
        Span<long> fetched = stackalloc long[Fetched];
        for (var first = 0; first < ids.Length; first += Fetched)
        {
            var some = ids[first..Math.Min(ids.Length, first + Fetched)];
            var its = rows.Slice(first, some.Length);
            for (var at = 0; at < some.Length; at++)
                fetched[at] = _slots[FirstPlace(some[at])];
            for (var at = 0; at < some.Length; at++)
            {
                var slot = fetched[at];
                its[at] = slot == 0 | (int)slot == some[at] ? (int)(slot >> 32) - 1 : Find(some[at]);
            }
        }
    }

    /// <summary>Where an id is, or where it would go.</summary>
    private int Place(int id)
    {
        var mask = _slots.Length - 1;
        var place = FirstPlace(id);
        while (_slots[place] != 0 && (int)_slots[place] != id)
            place = (place + 1) & mask;
        return place;
    }

    private int FirstPlace(int id) => (int)((uint)id * 2654435769u >> _shift);

    private static int Places(int count) => (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, 2 * count));
}
