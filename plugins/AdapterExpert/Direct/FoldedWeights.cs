using System.Buffers;
using MoECollab.Gating.Numerics.Panels;

namespace MoECollab.AdapterExpert.Direct;

/// <summary>
/// Block and head as one map. Nothing lies between them, so o = V (h + U σ(D h + b_D) + b_U) + b = V h + (V U) σ(D h + b_D) + (V b_U + b), which never goes back to d values;
/// and D and V both read h, so they are one matrix, whose rows lie one after the other in memory. Immutable; calls may overlap.
/// </summary>
internal sealed unsafe class FoldedWeights
{
    // Rows that are computed together, between the two products.
    private const int MostRows = 256;

    private readonly int _classes;
    private readonly int _codes; // r, rounded up to whole panels
    private readonly int _stride;
    private readonly BlockActivation _activation;
    private readonly PackedMatrix _first;
    private readonly PackedMatrix _second;

    /// <summary>Packs the parameters.</summary>
    /// <param name="down">D [r, d] and b_D [r] or nothing.</param>
    /// <param name="activation">σ.</param>
    /// <param name="up">V U [C, r].</param>
    /// <param name="head">V [C, d] and V b_U + b [C].</param>
    public FoldedWeights((float[] Weight, float[] Offsets) down, BlockActivation activation, float[] up, (float[] Weight, float[] Offsets) head)
    {
        _activation = activation;
        _classes = head.Offsets.Length;
        var size = head.Weight.Length / _classes;
        var width = down.Weight.Length / size;
        _codes = PackedMatrix.WholePanels(width);
        _stride = _codes + PackedMatrix.WholePanels(_classes);

        // What fills a panel up is zero in memory anyway, and never read.
        float[] weight = new float[_stride * size], offsets = new float[_stride];
        down.Weight.CopyTo(weight, 0);
        down.Offsets.CopyTo(offsets, 0);
        head.Weight.CopyTo(weight, _codes * size);
        head.Offsets.CopyTo(offsets, _codes);
        _first = new PackedMatrix(weight, offsets, size) { IsBesideTensors = true };
        var second = new float[(_stride - _codes) * width];
        up.CopyTo(second, 0);
        _second = new PackedMatrix(second, [], width) { IsBesideTensors = true };
    }

    /// <summary>Bytes of the packed copy of an expert of these sizes.</summary>
    public static long BytesOf(int hidden, int width, int classes)
    {
        var outputs = PackedMatrix.WholePanels(classes);
        return PackedMatrix.BytesOf(hidden, PackedMatrix.WholePanels(width) + outputs) + PackedMatrix.BytesOf(width, outputs);
    }

    /// <summary>o of some rows.</summary>
    /// <param name="hidden">The h, each [d].</param>
    /// <param name="count">How many rows.</param>
    /// <param name="logits">Receives o, [count, C].</param>
    public void Logits(RowPlaces hidden, int count, Span<float> logits)
    {
        var rented = ArrayPool<float>.Shared.Rent(Math.Min(count, MostRows) * _stride);
        var ones = stackalloc float[Math.Min(count, MostRows)];
        new Span<float>(ones, Math.Min(count, MostRows)).Fill(1f);
        fixed (float* room = rented)
        {
            var blocks = new RowBlocks(count, MostRows);
            for (var i = 0; i < blocks.Count; i++)
            {
                var (start, rows) = blocks.At(i);
                _first.Product(hidden.Skip(start), new RowPlaces(room, _stride, null), null, rows);   // D h + b_D and V h + (V b_U + b)
                for (var row = 0; row < rows; row++)
                    _activation.Apply(room + (row * _stride), _codes);
                _second.Product(new RowPlaces(room, _stride, null), new RowPlaces(room + _codes, _stride, null), ones, rows);
                for (var row = 0; row < rows; row++)
                    new ReadOnlySpan<float>(room + (row * _stride) + _codes, _classes).CopyTo(logits[((start + row) * _classes)..]);
            }
        }

        ArrayPool<float>.Shared.Return(rented);
    }
}
