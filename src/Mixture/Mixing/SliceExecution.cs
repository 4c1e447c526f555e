using MoECollab.Experts;
using MoECollab.Gating;
using MoECollab.Inputs;
using MoECollab.Mixture.Dispatching;
using MoECollab.Mixture.Executing;
using MoECollab.Outputs;

namespace MoECollab.Mixture.Mixing;

/// <summary>Runs each chosen expert on its slice of a batch: built-in kinds on rows in host memory, the others on a contiguous tensor.</summary>
internal sealed class SliceExecution(MixtureParts parts)
{
    // Up to so many rows, the operators' overhead is more than what an expert's own loop in host memory costs.
    private const int FewRows = 2;

    private readonly bool _inHostMemory = SingleInputPath.Serves(parts);

    /// <summary>Fills the buffers' entries.</summary>
    /// <param name="encoded">The batch.</param>
    /// <param name="decisions">One per row.</param>
    /// <param name="room">The buffers, with the dispatch, and what receives the vectors of rows that one expert answers.</param>
    /// <param name="cancellation">Looked at before each expert.</param>
    public void Run(EncodedRows encoded, Decision[] decisions, (BatchBuffers Buffers, VectorRows? Vectors) room, CancellationToken cancellation)
    {
        var (buffers, vectors) = room;
        var dispatch = buffers.Dispatch;
        buffers.Make(decisions.Length, dispatch.Entries, ValuesOf(dispatch));
        PlaceRows(encoded, decisions, buffers);
        var hidden = dispatch.Slices.Any(WantsTensor) ? encoded.Gather(dispatch, WantsTensor, buffers) : null;
        var used = 0;
        for (var i = 0; i < dispatch.Slices.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var slice = dispatch.Slices[i];
            var slot = parts.Slots[slice.Position];
            MakeRooms(decisions, (slot, slice), (buffers, used), vectors);
            IReadOnlyList<string>? texts = null;
            if (WorksInHostMemory(slot, slice.Count))
            {
                RunInHostMemory(encoded, (slot, slice), (buffers, used), cancellation);
            }
            else
            {
                var batch = new ExpertBatch(InputsOf(encoded, dispatch, slice), hidden?[i]) { Cancellation = cancellation };
                texts = ExpertRunner.Run(slot, batch, buffers.Rooms.AsSpan(slice.Start, slice.Count), buffers.Faults.AsSpan(slice.Start, slice.Count));
            }

            Enter(decisions, (slot, slice), buffers, texts);
            used += slice.Count * slot.Columns;
        }
    }

    // A vector that one expert answers alone is the answer and goes where it stays; everything else is combined first.
    private static void MakeRooms(Decision[] decisions, (ExpertSlot Slot, DispatchSlice Slice) work, (BatchBuffers Buffers, int Used) room, VectorRows? vectors)
    {
        var (slot, slice) = work;
        var rows = room.Buffers.Dispatch.Rows.Slice(slice.Start, slice.Count);
        var owns = vectors is not null && slot.Space is VectorSpace;
        for (var i = 0; i < rows.Length; i++)
        {
            room.Buffers.Rooms[slice.Start + i] = owns && decisions[rows[i]].Experts.Count == 1
                ? vectors!.Row(rows[i])
                : room.Buffers.Values.AsMemory(room.Used + (i * slot.Columns), slot.Columns);
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

    private static void Enter(Decision[] decisions, (ExpertSlot Slot, DispatchSlice Slice) work, BatchBuffers buffers, IReadOnlyList<string>? texts)
    {
        var (slot, slice) = work;
        for (var i = 0; i < slice.Count; i++)
        {
            var entry = slice.Start + i;
            var (row, rank) = (buffers.Dispatch.Rows[entry], buffers.Dispatch.Ranks[entry]);
            buffers.Entries[buffers.Starts[row] + rank] = new RowEntry(slot, decisions[row].Experts[rank], buffers.Faults[entry], buffers.Rooms[entry], texts?[i]);
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
