namespace MoECollab.Mixture.OnDevice;

/// <summary>
/// How the entries of a batch are cut into blocks of rows that one expert answers. Every block brings a copy of its expert's weights along, every row of a block is multiplied whether an entry is in it or
/// not: large blocks waste products, small ones copies.
/// </summary>
/// <param name="Rows">T, rows of a block.</param>
/// <param name="Count">K, blocks: enough whatever the experts' shares.</param>
internal readonly record struct BlockPlan(int Rows, int Count)
{
    private const int MostRows = 4096;

    // Copying a weight writes it once and reads it twice. A row uses each for a multiply-add. Cards of these years do some 20 operations while they move a byte (data sheets; 13 on an A100, 18 on an
    // H100, both without tensor cores); this was measured on none.
    private const double OperationsOfCopying = 3 * sizeof(float) * 20;
    private const double OperationsOfRow = 2;

    /// <summary>The plan that costs least by this reckoning where only the number of entries is known.</summary>
    /// <param name="entries">n, at least 1.</param>
    /// <param name="experts">E, at least 1.</param>
    public static BlockPlan Of(int entries, int experts)
    {
        var best = new BlockPlan(1, entries);
        for (var rows = 2; rows <= MostRows && rows < 2 * entries; rows *= 2)
        {
            var plan = new BlockPlan(rows, MostBlocks(entries, experts, rows));
            if (plan.Cost < best.Cost)
                best = plan;
        }

        return best;
    }

    private double Cost => Count * (OperationsOfCopying + (OperationsOfRow * Rows));

    // Σ ⌈n_e / T⌉ over the experts that have entries, of which there are at most as many as entries.
    private static int MostBlocks(int entries, int experts, int rows)
    {
        var used = Math.Min(experts, entries);
        return (int)Math.Min(entries, (entries + ((long)used * (rows - 1))) / rows);
    }
}
