using MoECollab.Text;

namespace MoECollab.NGramExpert.Embedding;

/// <summary>The rows of n-grams in a table that has not all of them.</summary>
internal static class KnownRows
{
    /// <summary>The rows of those that the table has, in the order of the text; the ids themselves where it has all.</summary>
    /// <param name="known">Those that the table has; null for all.</param>
    /// <param name="ids">Bucket ids.</param>
    /// <param name="room">Room for rows, made larger where it has to be.</param>
    public static ReadOnlySpan<int> Of(NGramVocabulary? known, ReadOnlySpan<int> ids, ref int[] room)
    {
        if (known is null)
            return ids;
        if (room.Length < ids.Length)
            room = new int[2 * ids.Length];
        var count = 0;
        foreach (var id in ids)
        {
            var row = known.Find(id);
            room[count] = row;
            count += (int)((uint)~row >> 31);
        }

        return room.AsSpan(0, count);
    }
}
