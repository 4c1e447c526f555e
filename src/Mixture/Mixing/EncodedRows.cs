using System.Buffers;
using MoECollab.Encoders;
using MoECollab.Gating.Numerics;
using MoECollab.Inputs;
using MoECollab.Mixture.Dispatching;
using TorchSharp;
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
    private const int OnStack = 1024;

    private int[]? _places; // of each row, or −1; null where every row has its own
    private int _count;
    private float[]? _host; // rented, [R, d]
    private Tensor? _tensor; // [R, d]

    public IReadOnlyList<RawInput> Inputs => inputs;

    /// <summary>d; 0 without an encoder.</summary>
    public int Size => parts.Encoder?.Description.HiddenSize ?? 0;

    /// <summary>Whether every input was encoded.</summary>
    public bool HasAll => _count == inputs.Count && _places is null;

    /// <summary>The hidden vectors of all inputs [B, d]; null until somebody needed them.</summary>
    public Tensor? All => HasAll ? AsTensor() : null;

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

    /// <summary>The hidden vectors of each slice that wants a tensor: gathered once, in the dispatch's order, and handed out as contiguous slices.</summary>
    /// <param name="dispatch">The batch by expert.</param>
    /// <param name="wants">Which slices want one.</param>
    /// <param name="buffers">Where they are gathered on a CPU; the tensors share that memory until the next batch.</param>
    public Tensor?[] Gather(Dispatch dispatch, Func<DispatchSlice, bool> wants, BatchBuffers buffers)
    {
        var slices = new Tensor?[dispatch.Slices.Count];
        var count = 0;
        for (var i = 0; i < slices.Length; i++)
            count += wants(dispatch.Slices[i]) ? dispatch.Slices[i].Count : 0;
        if (count == 0)
            return slices;

        var order = count <= OnStack ? stackalloc int[count] : new int[count];
        var taken = 0;
        for (var i = 0; i < slices.Length; i++)
        {
            if (!wants(dispatch.Slices[i]))
                continue;
            foreach (var row in dispatch.Rows.Slice(dispatch.Slices[i].Start, dispatch.Slices[i].Count))
                order[taken++] = PlaceOf(row);
        }

        var sorted = parts.Options.Device.type == DeviceType.CPU ? Sorted(order, buffers) : SortedOnDevice(order); // [T, d]
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

    private Tensor Sorted(ReadOnlySpan<int> order, BatchBuffers buffers)
    {
        var source = _host is null ? HostMemory.View(_tensor!) : _host.AsSpan(0, _count * Size);
        var room = buffers.MakeSorted(order.Length * Size);
        for (var i = 0; i < order.Length; i++)
            source.Slice(order[i] * Size, Size).CopyTo(room.AsSpan(i * Size));
        return frombuffer(room, ScalarType.Float32, (long)order.Length * Size).view(order.Length, Size);
    }

    private Tensor SortedOnDevice(ReadOnlySpan<int> order)
    {
        var source = AsTensor();
        var isIdentity = order.Length == _count;
        var places = new long[order.Length];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = order[i];
            isIdentity &= order[i] == i;
        }

        return isIdentity ? source : source.index_select(0, tensor(places, device: source.device));
    }
}
