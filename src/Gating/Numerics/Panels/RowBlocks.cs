namespace MoECollab.Gating.Numerics.Panels;

/// <summary>
/// Rows in blocks, one after the other and all about as large. So none is a row alone, unless there is no other: one row is summed in an order of its own,
/// and an answer is not to depend, to the last bit, on where blocks end.
/// </summary>
/// <param name="rows">How many rows there are.</param>
/// <param name="most">The most of a block, at least 2.</param>
internal readonly struct RowBlocks(int rows, int most)
{
    // So many vectors of some hundred values stay in the caches from the gate to the last expert.
    private const int MostOfBatch = 512;

    // An expert's weights are worth reading for so many rows.
    private const int RowsOfAnExpert = 64;

    /// <summary>How many blocks there are.</summary>
    public int Count { get; } = (int)(((long)rows + most - 1) / most);

    /// <summary>The blocks that a batch is answered in, from gate to experts.</summary>
    /// <param name="rows">B.</param>
    /// <param name="experts">How many may be chosen.</param>
    /// <param name="kept">How many are chosen for a row.</param>
    public static RowBlocks OfBatch(int rows, int experts, int kept) => new(rows, Math.Max(MostOfBatch, RowsOfAnExpert * experts / kept));

    /// <summary>Whether so many rows may be a block of a larger batch.</summary>
    /// <param name="rows">At least 1.</param>
    public static bool MayBePart(int rows) => rows >= MostOfBatch / 2;

    /// <summary>Where a block begins, and its rows.</summary>
    /// <param name="block">From 0.</param>
    public (int Start, int Rows) At(int block)
    {
        var start = (int)((long)rows * block / Count);
        return (start, (int)((long)rows * (block + 1) / Count) - start);
    }
}
