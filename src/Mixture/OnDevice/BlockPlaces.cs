using MoECollab.Mixture.Dispatching;
using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.Mixture.OnDevice;

/// <summary>Which rows and which expert each block has, and in which row of a block each entry ended up. The tensors belong to the dispose scope in which they were made.</summary>
/// <param name="Plan">T and K.</param>
/// <param name="Rows">The input that each row of a block reads, [K T]; any where no entry is in it, or where the plan is dense.</param>
/// <param name="Experts">The expert of each block, [K]; any where a block is empty, or where the plan is dense.</param>
/// <param name="Slots">The row of a block that has each entry, [n].</param>
internal readonly record struct BlockPlaces(BlockPlan Plan, Tensor Rows, Tensor Experts, Tensor Slots)
{
    // n entries · E experts · T rows of a block · K blocks

    /// <summary>Sorts entries by expert and cuts them into blocks on the device, without knowing how many each expert has: nothing here waits for the device, and the number of operators is always the same.</summary>
    /// <param name="chosen">The expert of each entry on the stack, [n]; E for entries of others.</param>
    /// <param name="kept">k entries of one input lie one after the other.</param>
    /// <param name="experts">E.</param>
    /// <param name="plan">T and K.</param>
    public static BlockPlaces OnDevice(Tensor chosen, int kept, int experts, BlockPlan plan)
    {
        using var scope = NewDisposeScope();
        var (entries, device) = (chosen.shape[0], chosen.device);
        if (plan.IsDense)
        {
            var place = (chosen.clamp_max(experts - 1) * plan.Rows) + InputOf(arange(entries, int64, device), kept);
            return new BlockPlaces(plan, place, place, place).OutOf(scope);
        }

        if (plan.Rows == 1)
        {
            var each = arange(entries, int64, device);
            return new BlockPlaces(plan, InputOf(each, kept), chosen.clamp_max(experts - 1), each).OutOf(scope);
        }

        var (sorted, order) = chosen.sort(0, stable: true);                                                     // [n]
        var starts = searchsorted(sorted, arange(experts + 1, int64, device));                                   // [E + 1] the first entry of each, and of others
        var counts = starts.narrow(0, 1, experts) - starts.narrow(0, 0, experts);                                // [E] n_e
        var ends = counts.add(plan.Rows - 1).floor_divide(plan.Rows).cumsum(0);                                  // [E] blocks up to and with e
        var shift = (nn.functional.pad(ends, (1, 0)) * plan.Rows) - starts;                                      // [E + 1] from an entry's place to its row of a block
        var slots = (arange(entries, int64, device) + shift.index_select(0, sorted)).clamp_max((long)plan.Count * plan.Rows);   // [n]; others come after the last block in use
        var rows = zeros(((long)plan.Count * plan.Rows) + 1, int64, device).scatter(0, slots, InputOf(order, kept));
        var blocks = searchsorted(ends, arange(plan.Count, int64, device), right: true).clamp_max(experts - 1);  // [K] the first expert that ends behind the block
        return new BlockPlaces(
            plan, rows.narrow(0, 0, (long)plan.Count * plan.Rows), blocks, zeros_like(slots).scatter(0, order, slots).clamp_max(((long)plan.Count * plan.Rows) - 1)).OutOf(scope);
    }

    /// <summary>The same for entries that the host knows, uploaded at once; the entries of each expert come one after the other.</summary>
    /// <param name="slices">The experts' entries.</param>
    /// <param name="stacked">The expert on the stack of each slice.</param>
    /// <param name="inputs">The hidden vector of each entry.</param>
    /// <param name="device">Where.</param>
    public static BlockPlaces OfHost(IReadOnlyList<DispatchSlice> slices, ReadOnlySpan<int> stacked, ReadOnlySpan<int> inputs, Device device)
    {
        var rows = BlockPlan.OfBlocks(inputs.Length, slices.Count).Rows;
        var count = 0;
        foreach (var slice in slices)
            count += (slice.Count + rows - 1) / rows;

        var values = new long[(count * rows) + count + inputs.Length];
        var experts = values.AsSpan(count * rows, count);
        var slots = values.AsSpan((count * rows) + count);
        var (block, entry) = (0, 0);
        for (var i = 0; i < slices.Count; i++)
        {
            for (var row = 0; row < slices[i].Count; row++, entry++)
            {
                slots[entry] = (block * rows) + row;
                values[(block * rows) + row] = inputs[entry];
            }

            var used = (slices[i].Count + rows - 1) / rows;
            experts.Slice(block, used).Fill(stacked[i]);
            block += used;
        }

        var all = tensor(values, device: device);
        return new BlockPlaces(new BlockPlan(rows, count), all.narrow(0, 0, count * rows), all.narrow(0, count * rows, count), all.narrow(0, (count * rows) + count, inputs.Length));
    }

    private static Tensor InputOf(Tensor entries, int kept) => kept == 1 ? entries : entries.floor_divide(kept);

    // By the scope and not by the tensor, which may be the same three times: a tensor moves on from whichever scope has it.
    private BlockPlaces OutOf(DisposeScope scope)
    {
        scope.MoveToOuter(Rows, Experts, Slots);
        return this;
    }
}
