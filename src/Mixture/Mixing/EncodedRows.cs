using System.Buffers;
using MoECollab.Encoders;
using MoECollab.Gating.Numerics;
using MoECollab.Inputs;
using MoECollab.Mixture.Dispatching;
using static TorchSharp.torch;

namespace MoECollab.Mixture.Mixing;

/// <summary>
/// The hidden vectors of a batch, of those inputs only for which somebody needs them; in host memory, as a tensor, or both, as they are asked for.
/// Its tensors belong to the caller's dispose scope, its memory goes back when it is disposed.
/// </summary>
/// <param name="parts">The mixture.</param>
/// <param name="inputs">B inputs.</param>
/// <param name="inHostMemory">Whether an encoder that can fills host memory.</param>
internal sealed class EncodedRows(MixtureParts parts, IReadOnlyList<RawInput> inputs, bool inHostMemory) : IDisposable
{
    private int[]? _places; // of each row, or −1; null where every row has its own
    private int _count;
    private float[]? _host; // rented, [R, d]
    private Tensor? _tensor; // [R, d]
    private Tensor? _gathered;

    public IReadOnlyList<RawInput> Inputs => inputs;

    /// <summary>d; 0 without an encoder.</summary>
    public int Size => parts.Encoder?.Description.HiddenSize ?? 0;

    /// <summary>Whether every input was encoded.</summary>
    public bool HasAll => _count == inputs.Count && _places is null;

    /// <summary>The hidden vectors of all inputs [B, d]; null until somebody needed them.</summary>
    public Tensor? All => HasAll ? AsTensor() : null;

    /// <summary>The hidden vectors that there are, [R, d], on the mixture's device; some input was encoded.</summary>
    public Tensor Placed => AsTensor();

    /// <summary>Whether an input was encoded.</summary>
    public bool Has(int row) => _places is null ? _count > 0 : _places[row] >= 0;

    /// <summary>Which vector is a row's.</summary>
    public int PlaceOf(int row) => _places is null ? row : _places[row];

    /// <summary>Encodes every input, once.</summary>
    public void EncodeAll()
    {
        if (HasAll)
            return;
        Return();
        _places = null;
        Take(inputs);
    }

    /// <summary>Encodes the inputs of these rows only.</summary>
    public void Encode(int[] rows)
    {
        if (rows.Length == 0)
            return;
        if (rows.Length == inputs.Count)
        {
            EncodeAll();
            return;
        }

        _places = new int[inputs.Count];
        Array.Fill(_places, -1);
        for (var place = 0; place < rows.Length; place++)
            _places[rows[place]] = place;
        Take([.. rows.Select(row => inputs[row])]);
    }

    /// <summary>The hidden vectors that there are, in host memory, [R, d].</summary>
    public ReadOnlySpan<float> AsSpan()
    {
        if (_host is null && _tensor is not null)
        {
            _host = ArrayPool<float>.Shared.Rent(_count * Size);
            HostMemory.Read(_tensor).CopyTo(_host, 0);
        }

        return _host is null ? [] : _host.AsSpan(0, _count * Size);
    }

    /// <summary>The hidden vector of one input, [d]; it was encoded.</summary>
    public ReadOnlySpan<float> Of(int row) => AsSpan().Slice(PlaceOf(row) * Size, Size);

    /// <summary>The hidden vectors of a slice's rows on a CPU [R, d], in memory that is used again for the next slice.</summary>
    /// <param name="rows">R rows that were encoded.</param>
    /// <param name="most">Rows of the largest slice of the batch.</param>
    /// <param name="buffers">Have the memory.</param>
    public Tensor Gather(ReadOnlySpan<int> rows, int most, BatchBuffers buffers)
    {
        var source = _host is null ? HostMemory.View(_tensor!) : _host.AsSpan(0, _count * Size);
        var room = buffers.MakeGathered(most * Size);
        for (var i = 0; i < rows.Length; i++)
            source.Slice(PlaceOf(rows[i]) * Size, Size).CopyTo(room.AsSpan(i * Size));
        _gathered ??= frombuffer(room, ScalarType.Float32, (long)most * Size).view(most, Size);
        return _gathered.narrow(0, 0, rows.Length);
    }

    /// <summary>The hidden vectors of each slice that wants a tensor on another device: gathered once, in the dispatch's order, and handed out as contiguous slices.</summary>
    public Tensor?[] GatherOnDevice(Dispatch dispatch, Func<DispatchSlice, bool> wants)
    {
        var slices = new Tensor?[dispatch.Slices.Count];
        var order = new List<long>();
        for (var i = 0; i < slices.Length; i++)
        {
            if (!wants(dispatch.Slices[i]))
                continue;
            foreach (var row in dispatch.Rows.Slice(dispatch.Slices[i].Start, dispatch.Slices[i].Count))
                order.Add(PlaceOf(row));
        }

        if (order.Count == 0)
            return slices;

        var source = AsTensor();
        var sorted = source.index_select(0, tensor(order.ToArray(), device: source.device)); // [T, d]
        long start = 0;
        for (var i = 0; i < slices.Length; i++)
        {
            if (!wants(dispatch.Slices[i]))
                continue;
            slices[i] = sorted.narrow(0, start, dispatch.Slices[i].Count); // [R, d]
            start += dispatch.Slices[i].Count;
        }

        return slices;
    }

    public void Dispose() => Return();

    private void Take(IReadOnlyList<RawInput> taken)
    {
        _count = taken.Count;
        if (!inHostMemory || parts.Encoder is not IDirectBatchEncoder direct)
        {
            _tensor = parts.Encode(taken);
            return;
        }

        _host = ArrayPool<float>.Shared.Rent(_count * Size);
        direct.Encode(taken, _host.AsSpan(0, _count * Size));
    }

    private Tensor AsTensor() => _tensor ??= HostMemory.Write(AsSpan().ToArray(), Size, parts.Options.Device);

    private void Return()
    {
        if (_host is not null)
            ArrayPool<float>.Shared.Return(_host);
        (_host, _tensor, _count) = (null, null, 0);
    }
}
