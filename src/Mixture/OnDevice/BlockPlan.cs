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

    // Reading a weight moves 4 bytes; a copy is written and read besides. A row uses each weight for a multiply-add. Cards of these years do some 20 operations while they move a byte (data sheets; 13 on
    // an A100, 18 on an H100, both without tensor cores); this was measured on none.
    private const double OperationsOfReading = sizeof(float) * 20;
    private const double OperationsOfCopying = 3 * OperationsOfReading;
    private const double OperationsOfRow = 2;

    /// <summary>Whether every expert is asked for every input, with its weights where they are: nothing is copied or sorted, and most of what is multiplied is thrown away. There is a block for each expert then, with a row for each input.</summary>
    public bool IsDense { get; private init; }

    /// <summary>The plan that costs least by this reckoning where only the number of entries is known.</summary>
    /// <param name="inputs">B, at least 1.</param>
    /// <param name="kept">k entries of each.</param>
    /// <param name="experts">E, at least 1.</param>
    public static BlockPlan Of(int inputs, int kept, int experts)
    {
        var blocks = OfBlocks(inputs * kept, experts);
        var dense = new BlockPlan(inputs, experts) { IsDense = true };
        return dense.Cost < blocks.Cost ? dense : blocks;
    }

    /// <summary>The same among plans that compute nobody's entries but those that there are.</summary>
    /// <param name="entries">n, at least 1.</param>
    /// <param name="experts">E, at least 1.</param>
    public static BlockPlan OfBlocks(int entries, int experts)
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

    private double Cost => (double)Count * ((IsDense ? OperationsOfReading : OperationsOfCopying) + (OperationsOfRow * Rows));

    // Σ ⌈n_e / T⌉ over the experts that have entries, of which there are at most as many as entries.
    private static int MostBlocks(int entries, int experts, int rows)
    {
        var used = Math.Min(experts, entries);
        return (int)Math.Min(entries, (entries + ((long)used * (rows - 1))) / rows);
    }
}
