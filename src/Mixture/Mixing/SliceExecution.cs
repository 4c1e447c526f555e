using MoECollab.Experts;
using MoECollab.Gating;
using MoECollab.Gating.Numerics.Panels;
using MoECollab.Inputs;
using MoECollab.Mixture.Dispatching;
using MoECollab.Mixture.Executing;
using MoECollab.Mixture.OnDevice;
using MoECollab.Outputs;
using TorchSharp;

namespace MoECollab.Mixture.Mixing;

/// <summary>Runs each chosen expert on its slice of a batch: built-in kinds on rows in host memory, the others on a contiguous tensor.</summary>
internal sealed class SliceExecution(MixtureParts parts)
{
    // Up to so many rows, the operators' overhead is more than what an expert's own loop in host memory costs: with packed weights up to 16 (docs/performance.md), less for a plainer loop.
    private const int FewRows = 8;

    private readonly bool _inHostMemory = SingleInputPath.Serves(parts);

    /// <summary>Fills the buffers' entries.</summary>
    /// <param name="encoded">The batch.</param>
    /// <param name="decisions">One per row.</param>
    /// <param name="room">The buffers, with the dispatch, the answers' mean vectors, if we make them, and what a device has answered already, if there is one.</param>
    /// <param name="cancellation">Looked at before each expert.</param>
    public void Run(EncodedRows encoded, Decision[] decisions, (BatchBuffers Buffers, VectorRows? Vectors, DeviceAnswers? Answers) room, CancellationToken cancellation)
    {
        var (buffers, vectors, answers) = room;
        var dispatch = buffers.Dispatch;
        buffers.Make(decisions.Length, dispatch.Entries, ValuesOf(dispatch, vectors));
        PlaceRows(encoded, decisions, buffers);
        var hidden = parts.Options.Device.type == DeviceType.CPU ? null : encoded.GatherOnDevice(dispatch, slice => WantsTensor(slice) && !IsAnswered(answers, slice));
        var most = hidden is null ? LargestOf(dispatch) : 0;
        var used = 0;
        for (var i = 0; i < dispatch.Slices.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var slice = dispatch.Slices[i];
            var slot = parts.Slots[slice.Position];
            IReadOnlyList<string>? texts = null;
            if (IsAnswered(answers, slice))
            {
                ExpertRunner.TakeStacked(slot, answers!, slice, buffers.Values.AsSpan(used, slice.Count * slot.Columns), buffers.Faults.AsSpan(slice.Start, slice.Count));
            }
            else if (WorksInHostMemory(slot, slice.Count))
            {
                RunInHostMemory(encoded, (slot, slice), (buffers, used), cancellation);
            }
            else
            {
                var rows = dispatch.Rows.Slice(slice.Start, slice.Count);
                var own = slot.NeedsHidden ? hidden is null ? encoded.Gather(rows, most, buffers) : hidden[i] : null;
                var batch = new ExpertBatch(InputsOf(encoded, rows), own) { Cancellation = cancellation };
                texts = ExpertRunner.Run(slot, batch, TargetsOf(decisions, (slot, slice), (buffers, used), vectors), buffers.Faults.AsSpan(slice.Start, slice.Count));
            }

            var kept = KeptOf(slot, vectors);
            Enter(decisions, (slot, slice), (buffers.Values.AsMemory(used, slice.Count * kept), kept, buffers), texts);
            used += slice.Count * kept;
        }
    }

    private static RowTargets TargetsOf(Decision[] decisions, (ExpertSlot Slot, DispatchSlice Slice) work, (BatchBuffers Buffers, int Used) room, VectorRows? vectors)
    {
        var (slot, slice) = work;
        if (vectors is null || slot.Space is not VectorSpace)
            return new RowTargets(room.Buffers.Values.AsSpan(room.Used, slice.Count * slot.Columns), slot.Columns);

        var rows = room.Buffers.Dispatch.Rows.Slice(slice.Start, slice.Count);
        var ranks = room.Buffers.Dispatch.Ranks.Slice(slice.Start, slice.Count);
        var weights = room.Buffers.Weights.AsSpan(slice.Start, slice.Count);
        for (var i = 0; i < weights.Length; i++)
            weights[i] = WeightOf(decisions[rows[i]].Experts, ranks[i]);
        return new RowTargets([], slot.Columns) { Means = vectors, Inputs = rows, Weights = weights };
    }

    private static void RunInHostMemory(EncodedRows encoded, (ExpertSlot Slot, DispatchSlice Slice) work, (BatchBuffers Buffers, int Used) room, CancellationToken cancellation)
    {
        var (slot, slice) = work;
        var values = room.Buffers.Values.AsSpan(room.Used, slice.Count * slot.Columns);
        var faults = room.Buffers.Faults.AsSpan(slice.Start, slice.Count);
        if (slot.Rows is { } rows)
        {
            if (slice.Count == 1 && RowBlocks.MayBePart(encoded.Inputs.Count))
                faults[0] = ExpertRunner.RunTwice(rows, encoded.AsSpan(), encoded.Size, room.Buffers.Places[slice.Start], values);
            else
                ExpertRunner.RunRows(rows, encoded.AsSpan(), encoded.Size, room.Buffers.Places.AsSpan(slice.Start, slice.Count), values, faults);
            return;
        }

        for (var row = 0; row < slice.Count; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            var at = room.Buffers.Dispatch.Rows[slice.Start + row];
            faults[row] = ExpertRunner.RunDirectly(slot.Direct!, encoded.Inputs[at].Text, slot.NeedsHidden ? encoded.Of(at) : [], values.Slice(row * slot.Columns, slot.Columns), cancellation);
        }
    }

    private static bool IsAnswered(DeviceAnswers? answers, DispatchSlice slice) => answers is not null && answers.Cover(slice.Start, slice.Count);

    private static RawInput[] InputsOf(EncodedRows encoded, ReadOnlySpan<int> rows)
    {
        var inputs = new RawInput[rows.Length];
        for (var i = 0; i < inputs.Length; i++)
            inputs[i] = encoded.Inputs[rows[i]];
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

    private static void Enter(Decision[] decisions, (ExpertSlot Slot, DispatchSlice Slice) work, (Memory<float> Values, int Columns, BatchBuffers Buffers) room, IReadOnlyList<string>? texts)
    {
        var (slot, slice) = work;
        var buffers = room.Buffers;
        for (var i = 0; i < slice.Count; i++)
        {
            var (row, rank) = (buffers.Dispatch.Rows[slice.Start + i], buffers.Dispatch.Ranks[slice.Start + i]);
            var values = room.Values.Slice(i * room.Columns, room.Columns);
            buffers.Entries[buffers.Starts[row] + rank] = new RowEntry(slot, decisions[row].Experts[rank], buffers.Faults[slice.Start + i], values, texts?[i]);
        }
    }

    /// <summary>What an expert's vector weighs in its row's mean: an expert alone is the mean, whatever its weight.</summary>
    public static float WeightOf(IReadOnlyList<RoutedExpert> experts, int rank)
    {
        return experts.Count == 1 ? 1f : experts[rank].Weight;
    }

    private bool WorksInHostMemory(ExpertSlot slot, int rows) =>
        _inHostMemory && (slot.Rows is not null || (slot.Direct is not null && (rows <= FewRows || slot.IsTextual)));

    private bool WantsTensor(DispatchSlice slice)
    {
        var slot = parts.Slots[slice.Position];
        return slot.NeedsHidden && !WorksInHostMemory(slot, slice.Count);
    }

    private static int LargestOf(Dispatch dispatch)
    {
        var most = 0;
        for (var i = 0; i < dispatch.Slices.Count; i++)
            most = Math.Max(most, dispatch.Slices[i].Count);
        return most;
    }

    // Floats of an expert's answer that wait until it is combined: vectors that are added to their means do not.
    private static int KeptOf(ExpertSlot slot, VectorRows? vectors) => vectors is not null && slot.Space is VectorSpace ? 0 : slot.Columns;

    private int ValuesOf(Dispatch dispatch, VectorRows? vectors)
    {
        var values = 0;
        for (var i = 0; i < dispatch.Slices.Count; i++)
            values += dispatch.Slices[i].Count * KeptOf(parts.Slots[dispatch.Slices[i].Position], vectors);
        return values;
    }
}
