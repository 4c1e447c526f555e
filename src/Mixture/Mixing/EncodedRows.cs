using MoECollab.Inputs;
using MoECollab.Mixture.Dispatching;
using static TorchSharp.torch;

namespace MoECollab.Mixture.Mixing;

/// <summary>The hidden vectors of a batch, of those inputs only for which somebody needs them. Its tensors belong to the caller's dispose scope.</summary>
internal sealed class EncodedRows(MixtureParts parts, IReadOnlyList<RawInput> inputs)
{
    private Tensor? _some; // [R, d]
    private int[]? _placeOfRow;

    public IReadOnlyList<RawInput> Inputs => inputs;

    /// <summary>The hidden vectors of all inputs [B, d]; null until somebody needed them.</summary>
    public Tensor? All { get; private set; }

    /// <summary>Whether an input was encoded.</summary>
    public bool Has(int row) => All is not null || (_placeOfRow is not null && _placeOfRow[row] >= 0);

    /// <summary>Encodes every input, once.</summary>
    public void EncodeAll() => All ??= parts.Encode(inputs);

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

        _placeOfRow = new int[inputs.Count];
        Array.Fill(_placeOfRow, -1);
        for (var place = 0; place < rows.Length; place++)
            _placeOfRow[rows[place]] = place;
        _some = parts.Encode([.. rows.Select(row => inputs[row])]);
    }

    /// <summary>The hidden vectors of each slice that needs them: gathered once, in the dispatch's order, and handed out as contiguous slices.</summary>
    public Tensor?[] Gather(Dispatch dispatch, Func<DispatchSlice, bool> needs)
    {
        var slices = new Tensor?[dispatch.Slices.Count];
        var order = new List<long>();
        for (var i = 0; i < slices.Length; i++)
        {
            if (!needs(dispatch.Slices[i]))
                continue;
            foreach (var row in dispatch.Rows.AsSpan(dispatch.Slices[i].Start, dispatch.Slices[i].Count))
                order.Add(_placeOfRow is null || All is not null ? row : _placeOfRow[row]);
        }

        if (order.Count == 0)
            return slices;

        var source = All ?? _some!;
        var sorted = IsIdentity(order, source.shape[0]) ? source : source.index_select(0, tensor(order.ToArray(), device: source.device)); // [T, d]
        long start = 0;
        for (var i = 0; i < slices.Length; i++)
        {
            if (!needs(dispatch.Slices[i]))
                continue;
            slices[i] = sorted.narrow(0, start, dispatch.Slices[i].Count); // [R, d]
            start += dispatch.Slices[i].Count;
        }

        return slices;
    }

    private static bool IsIdentity(List<long> order, long rows)
    {
        if (order.Count != rows)
            return false;
        for (var i = 0; i < order.Count; i++)
        {
            if (order[i] != i)
                return false;
        }

        return true;
    }
}
