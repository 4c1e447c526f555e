using MoECollab.Gating;
using MoECollab.Inputs;
using MoECollab.Mixture.Dispatching;
using MoECollab.Mixture.Executing;

namespace MoECollab.Mixture.Mixing;

/// <summary>Runs each chosen expert on its slice of a batch: built-in kinds on rows in host memory, the others on a contiguous tensor.</summary>
internal sealed class SliceExecution(MixtureParts parts)
{
    // Up to so many rows, the operators' overhead is more than what an expert's own loop in host memory costs.
    private const int FewRows = 2;

    private readonly bool _inHostMemory = SingleInputPath.Serves(parts);

    /// <summary>Fills the buffers' entries.</summary>
    public void Run(EncodedRows encoded, Decision[] decisions, BatchBuffers buffers, CancellationToken cancellation)
    {
        var dispatch = buffers.Dispatch;
        buffers.Make(decisions.Length, dispatch.Entries, ValuesOf(dispatch));
        PlaceRows(encoded, decisions, buffers);
        var hidden = dispatch.Slices.Any(WantsTensor) ? encoded.Gather(dispatch, WantsTensor) : null;
        var used = 0;
        for (var i = 0; i < dispatch.Slices.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var slice = dispatch.Slices[i];
            var slot = parts.Slots[slice.Position];
            if (WorksInHostMemory(slot, slice.Count))
            {
                RunInHostMemory(encoded, (slot, slice), (buffers, used), cancellation);
                Enter(decisions, (slot, slice), buffers, (buffers.Values.AsMemory(used, slice.Count * slot.Columns), null));
                used += slice.Count * slot.Columns;
            }
            else
            {
                var result = ExpertRunner.Run(slot, InputsOf(encoded, dispatch, slice), hidden?[i], cancellation);
                for (var row = 0; row < slice.Count; row++)
                    buffers.Faults[slice.Start + row] = result.FaultOf(row);
                Enter(decisions, (slot, slice), buffers, (result.Values, result.Texts));
            }
        }
    }

    private static void RunInHostMemory(EncodedRows encoded, (ExpertSlot Slot, DispatchSlice Slice) work, (BatchBuffers Buffers, int Used) room, CancellationToken cancellation)
    {
        var (slot, slice) = work;
        var values = room.Buffers.Values.AsSpan(room.Used, slice.Count * slot.Columns);
        var faults = room.Buffers.Faults.AsSpan(slice.Start, slice.Count);
        if (slot.Rows is { } rows)
        {
            ExpertRunner.RunRows(rows, encoded.AsSpan(), encoded.Size, room.Buffers.Places.AsSpan(slice.Start, slice.Count), values, faults);
            return;
        }

        for (var row = 0; row < slice.Count; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            var at = room.Buffers.Dispatch.Rows[slice.Start + row];
            faults[row] = ExpertRunner.RunDirectly(slot.Direct!, encoded.Inputs[at].Text, slot.NeedsHidden ? encoded.Of(at) : [], values.Slice(row * slot.Columns, slot.Columns));
        }
    }

    private static RawInput[] InputsOf(EncodedRows encoded, Dispatch dispatch, DispatchSlice slice)
    {
        var inputs = new RawInput[slice.Count];
        for (var row = 0; row < inputs.Length; row++)
            inputs[row] = encoded.Inputs[dispatch.Rows[slice.Start + row]];
        return inputs;
    }

    private static void PlaceRows(EncodedRows encoded, Decision[] decisions, BatchBuffers buffers)
    {
        buffers.Starts[0] = 0;
        for (var row = 0; row < decisions.Length; row++)
            buffers.Starts[row + 1] = buffers.Starts[row] + decisions[row].Experts.Count;
        for (var entry = 0; entry < buffers.Dispatch.Entries; entry++)
            buffers.Places[entry] = encoded.PlaceOf(buffers.Dispatch.Rows[entry]);
    }

    private static void Enter(
        Decision[] decisions, (ExpertSlot Slot, DispatchSlice Slice) work, BatchBuffers buffers, (ReadOnlyMemory<float> Values, IReadOnlyList<string>? Texts) said)
    {
        var (slot, slice) = work;
        for (var i = 0; i < slice.Count; i++)
        {
            var (row, rank) = (buffers.Dispatch.Rows[slice.Start + i], buffers.Dispatch.Ranks[slice.Start + i]);
            var fault = buffers.Faults[slice.Start + i];
            buffers.Entries[buffers.Starts[row] + rank] = new RowEntry(
                slot,
                decisions[row].Experts[rank],
                fault,
                fault is null ? said.Values.Slice(i * slot.Columns, slot.Columns) : ReadOnlyMemory<float>.Empty,
                fault is null ? said.Texts?[i] : null);
        }
    }

    private bool WorksInHostMemory(ExpertSlot slot, int rows) =>
        _inHostMemory && (slot.Rows is not null || (slot.Direct is not null && (rows <= FewRows || slot.IsTextual)));

    private bool WantsTensor(DispatchSlice slice)
    {
        var slot = parts.Slots[slice.Position];
        return slot.NeedsHidden && !WorksInHostMemory(slot, slice.Count);
    }

    private int ValuesOf(Dispatch dispatch)
    {
        var values = 0;
        for (var i = 0; i < dispatch.Slices.Count; i++)
            values += dispatch.Slices[i].Count * parts.Slots[dispatch.Slices[i].Position].Columns;
        return values;
    }
}
