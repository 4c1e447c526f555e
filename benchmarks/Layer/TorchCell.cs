using System.Runtime.InteropServices;
using MoECollab.Gating.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace MoECollab.Benchmarks.Layer;

/// <summary>
/// A cell's weights and inputs, and the eight forms of <c>layer_forms.py</c> as someone writes them who knows TorchSharp: constants are tensors, views of weights are made once, what nobody needs any more is overwritten,
/// and whatever is known on the host is computed there.
/// </summary>
internal sealed class TorchCell : IDisposable
{
    private const int MostInputs = 64;
    private const int MostInputValues = 1 << 24;
    private const double MostBytes = 1 << 30;

    // N inputs · d size · E experts · k kept · h width · n = N k entries
    private readonly LayerCell _cell;
    private readonly Device _device;
    private readonly IDisposable[] _owned;
    private readonly Scalar _one = 1f;
    private readonly Tensor _kept;          // k, as a tensor
    private readonly Tensor[] _numbers;     // E times a tensor: 0, 1 …
    private readonly Tensor _entries;       // [n]: 0, 1 …
    private readonly Tensor _gate;          // [d, E]
    private readonly Tensor _first;         // [E, d, h]
    private readonly Tensor _second;        // [E, h, d]
    private readonly Tensor _offsets;       // [E, h]
    private readonly Tensor _lastOffsets;   // [E, d]
    private readonly Tensor[] _firsts;
    private readonly Tensor[] _seconds;
    private readonly Tensor[] _firstsTurned;
    private readonly Tensor[] _secondsTurned;
    private readonly Tensor[] _offsetsOf;
    private readonly Tensor[] _lastOffsetsOf;
    private readonly Tensor _offsetsOfRows; // [E, 1, h]
    private readonly Tensor _lastOffsetsOfRows;
    private readonly Tensor _offsetsFlat;   // [E h]
    private readonly Tensor _secondFlat;    // [E h, d]
    private readonly Tensor? _wide;         // [d, E h]
    private int _next;

    /// <summary>Draws weights and inputs.</summary>
    /// <param name="cell">The sizes.</param>
    /// <param name="seed">As for the other sides.</param>
    /// <param name="device">Where they lie.</param>
    public TorchCell(LayerCell cell, long seed, Device device)
    {
        (_cell, _device) = (cell, device);
        var (size, width, experts) = (cell.Size, cell.Width, cell.Experts);
        using var scope = NewDisposeScope();
        _kept = tensor((long)cell.Kept, device: device);
        _numbers = [.. Enumerable.Range(0, experts).Select(number => tensor((long)number, device: device))];
        _entries = arange(cell.Rows * cell.Kept, device: device);
        _gate = Drawn(experts, size, seed + 1, 1).t().contiguous();
        _first = empty(experts, size, width, device: device);
        _second = empty(experts, width, size, device: device);
        _offsets = empty(experts, width, device: device);
        _lastOffsets = empty(experts, size, device: device);
        (_firsts, _seconds, _offsetsOf, _lastOffsetsOf) = (_first.unbind(0), _second.unbind(0), _offsets.unbind(0), _lastOffsets.unbind(0));
        for (var i = 0; i < experts; i++)
        {
            using var drawing = NewDisposeScope();
            _firsts[i].copy_(Drawn(width, size, seed + 10 + (4 * i), Math.Pow(size, -0.5)).t());
            _offsetsOf[i].copy_(Drawn(1, width, seed + 11 + (4 * i), 0.1).view(-1));
            _seconds[i].copy_(Drawn(size, width, seed + 12 + (4 * i), Math.Pow(width, -0.5)).t());
            _lastOffsetsOf[i].copy_(Drawn(1, size, seed + 13 + (4 * i), 0.1).view(-1));
        }

        (_firstsTurned, _secondsTurned) = ([.. _firsts.Select(weights => weights.t())], [.. _seconds.Select(weights => weights.t())]);
        (_offsetsOfRows, _lastOffsetsOfRows) = (_offsets.unsqueeze(1), _lastOffsets.unsqueeze(1));
        (_offsetsFlat, _secondFlat) = (_offsets.view(-1), _second.view(experts * width, size));
        Pool = Math.Max(2, Math.Min(MostInputs, MostInputValues / (cell.Rows * size)));
        Inputs = [.. Enumerable.Range(0, Pool).Select(i => Drawn(cell.Rows, size, seed + 5000 + i, 1))];
        Forms = [.. WorthRunning()];
        if (Forms.Any(form => form.Name == "dense_wide"))
            _wide = _first.permute(1, 0, 2).reshape(size, experts * width);
        _owned = [.. scope.DisposablesView, _one];
        scope.Detach(scope.DisposablesView);
    }

    /// <summary>How many inputs there are.</summary>
    public int Pool { get; }

    /// <summary>[N, d] each.</summary>
    public Tensor[] Inputs { get; }

    /// <summary>Those worth running: what needs too much memory, or computes 40 times what it need where that takes long, cannot be the best.</summary>
    public IReadOnlyList<TorchForm> Forms { get; }

    /// <summary>The inputs in turn.</summary>
    public Tensor NextInput() => Inputs[_next = (_next + 1) % Pool];

    /// <summary>The form that the others are compared with.</summary>
    public Tensor SortedSplit(Tensor x)
    {
        var (gates, chosen) = Select(x);
        var (order, rows, counts) = Sort(chosen);
        var each = MemoryMarshal.Cast<byte, long>(OnHost(counts).bytes);
        var sorted = x.index_select(0, rows);
        var parts = new List<Tensor>(_cell.Experts);
        var start = 0L;
        for (var i = 0; i < each.Length; i++)
        {
            if (each[i] > 0)
                parts.Add(Expert(i, sorted.narrow(0, start, each[i])));
            start += each[i];
        }

        return AddUp(x, rows, cat(parts), gates.view(-1).index_select(0, order));
    }

    public void Dispose()
    {
        foreach (var owned in _owned)
            owned.Dispose();
    }

    private IEnumerable<TorchForm> WorthRunning()
    {
        var (rows, size, width, experts, kept) = ((double)_cell.Rows, _cell.Size, _cell.Width, _cell.Experts, _cell.Kept);
        var useful = 4 * rows * kept * size * width;
        yield return new TorchForm("index_loop", IndexLoop);
        yield return new TorchForm("sorted_split", SortedSplit);
        if ((40 * kept >= experts || useful * experts / kept < 4e9) && 4 * rows * experts * Math.Max(width, size) < MostBytes && useful * experts / kept < 4e11)
        {
            yield return new TorchForm("dense_wide", DenseWide);
            yield return new TorchForm("dense_bmm", DenseBmm);
            yield return new TorchForm("masked_loop", MaskedLoop);
        }

        if (4 * experts * rows * kept * size < MostBytes && useful * 8 < 4e11)
            yield return new TorchForm("padded_bmm", PaddedBmm);
        if (8 * rows * kept * size * width < MostBytes)
            yield return new TorchForm("gathered", Gathered);
        if (rows <= 512)
            yield return new TorchForm("per_token", PerToken);
    }

    private Tensor DenseWide(Tensor x)
    {
        var gates = DenseGates(x);                                                                    // [N, E]
        var inner = addmm(_offsetsFlat, x, _wide!, 1, 1).gelu_();                                     // [N, E h]
        _ = inner.view(-1, _cell.Experts, _cell.Width).mul_(gates.unsqueeze(2));
        return addmm(gates.mm(_lastOffsets), inner, _secondFlat, 1, 1);
    }

    private Tensor DenseBmm(Tensor x)
    {
        var gates = DenseGates(x);
        var inner = x.expand(_cell.Experts, -1, -1).bmm(_first).add_(_offsetsOfRows).gelu_();         // [E, N, h]
        return inner.bmm(_second).add_(_lastOffsetsOfRows).mul_(gates.t().unsqueeze(2)).sum(dim: 0);
    }

    private Tensor MaskedLoop(Tensor x)
    {
        var gates = DenseGates(x);
        var y = zeros_like(x);
        for (var i = 0; i < _cell.Experts; i++)
            _ = y.addcmul_(gates.narrow(1, i, 1), Expert(i, x), _one);
        return y;
    }

    private Tensor IndexLoop(Tensor x)
    {
        var (gates, chosen) = Select(x);
        var y = zeros_like(x);
        for (var i = 0; i < _cell.Experts; i++)
        {
            var places = where(chosen.eq(_numbers[i]));
            var (rows, which) = (places[0], places[1]);
            if (rows.size(0) > 0)
                _ = y.index_add_(0, rows, Expert(i, x.index_select(0, rows)).mul_(gates.index(rows, which).unsqueeze(1)), _one);
        }

        return y;
    }

    private Tensor PaddedBmm(Tensor x)
    {
        var (gates, chosen) = Select(x);
        var (order, rows, counts) = Sort(chosen);
        var each = MemoryMarshal.Cast<byte, long>(OnHost(counts).bytes);
        var capacity = 0L;
        foreach (var count in each)
            capacity = Math.Max(capacity, count);
        var shifts = new long[each.Length];                                                           // from a place among the sorted to one among the padded
        for (long i = 0, start = 0; i < shifts.Length; start += each[(int)i++])
            shifts[i] = (i * capacity) - start;
        var place = tensor(shifts, device: _device).index_select(0, chosen.view(-1).index_select(0, order)).add_(_entries);
        var padded = zeros(_cell.Experts * capacity, _cell.Size, device: _device).index_copy_(0, place, x.index_select(0, rows)).view(_cell.Experts, capacity, _cell.Size);
        var inner = padded.bmm(_first).add_(_offsetsOfRows).gelu_();
        var answers = inner.bmm(_second).add_(_lastOffsetsOfRows).view(-1, _cell.Size).index_select(0, place);
        return AddUp(x, rows, answers, gates.view(-1).index_select(0, order));
    }

    private Tensor Gathered(Tensor x)
    {
        var (gates, chosen) = Select(x);
        var flat = chosen.view(-1);
        var tokens = (_cell.Kept == 1 ? x : x.repeat_interleave(_cell.Kept, 0)).unsqueeze(1);         // [n, 1, d]
        var inner = tokens.bmm(_first.index_select(0, flat)).add_(_offsetsOfRows.index_select(0, flat)).gelu_();
        var answers = inner.bmm(_second.index_select(0, flat)).add_(_lastOffsetsOfRows.index_select(0, flat));
        return answers.view(-1, _cell.Kept, _cell.Size).mul_(gates.unsqueeze(2)).sum(dim: 1);
    }

    private Tensor PerToken(Tensor x)
    {
        var (gates, chosen) = Select(x);
        var weights = MemoryMarshal.Cast<byte, float>(OnHost(gates).bytes);
        var experts = MemoryMarshal.Cast<byte, long>(OnHost(chosen).bytes);
        var y = zeros_like(x);
        for (var row = 0; row < _cell.Rows; row++)
        {
            var (token, sum) = (x.select(0, row), y.select(0, row));
            for (var entry = row * _cell.Kept; entry < (row + 1) * _cell.Kept; entry++)
            {
                var (i, weight) = ((int)experts[entry], weights[entry]);
                var inner = addmv(_offsetsOf[i], _firstsTurned[i], token, 1, 1).gelu_();
                _ = sum.add_(addmv(_lastOffsetsOf[i], _secondsTurned[i], inner, weight, weight));
            }
        }

        return y;
    }

    // [N, k] both
    private (Tensor Gates, Tensor Chosen) Select(Tensor x)
    {
        var (top, chosen) = x.mm(_gate).topk(_cell.Kept, 1);
        return (top.softmax(1), chosen);
    }

    private Tensor DenseGates(Tensor x)
    {
        var (gates, chosen) = Select(x);
        return zeros(_cell.Rows, _cell.Experts, device: _device).scatter_(1, chosen, gates);
    }

    // [n], [n] and [E]
    private (Tensor Order, Tensor Rows, Tensor Counts) Sort(Tensor chosen)
    {
        var flat = chosen.view(-1);
        var order = flat.argsort();
        return (order, order.div(_kept, RoundingMode.floor), flat.bincount(null, _cell.Experts));
    }

    private Tensor Expert(int number, Tensor x) => addmm(_lastOffsetsOf[number], addmm(_offsetsOf[number], x, _firsts[number], 1, 1).gelu_(), _seconds[number], 1, 1);

    private Tensor AddUp(Tensor x, Tensor rows, Tensor answers, Tensor weights) => zeros_like(x).index_add_(0, rows, answers.mul_(weights.unsqueeze(1)), _one);

    private static Tensor OnHost(Tensor values) => values.device_type == DeviceType.CPU ? values : values.cpu();

    private Tensor Drawn(int rows, int columns, long seed, double bound) => HostMemory.Write(HashedValues.Of(rows * columns, seed, bound), columns, _device);
}
