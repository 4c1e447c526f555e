using System.Numerics;
using System.Runtime.InteropServices;
using MoECollab.Encoders;
using MoECollab.HashedNGramEncoder.Summing;
using MoECollab.Inputs;
using MoECollab.Text;
using static TorchSharp.torch;

namespace MoECollab.HashedNGramEncoder.Encoding;

/// <summary>
/// h = √d · s / ‖s‖ with s = Σ (1 + ln count) · E[n-gram] over the distinct n-grams of a text that have a row in E. A text without
/// any is the zero vector. Works on host memory; a batch is copied to the device.
/// </summary>
internal sealed class HashedNGramEncoder : IDirectBatchEncoder
{
    private readonly Device _device;
    private readonly BucketRows _rows;
    private readonly SummedTable _table;
    private readonly BufferPool _buffers;

    /// <summary>Takes what the weight file holds.</summary>
    /// <param name="description">Identity, fingerprint, d.</param>
    /// <param name="device">Where batches go.</param>
    /// <param name="scheme">The n-grams.</param>
    /// <param name="rows">Row of each bucket, or −1; copied.</param>
    /// <param name="table">E, [rows, d]; copied.</param>
    public HashedNGramEncoder(EncoderDescription description, Device device, NGramScheme scheme, ReadOnlySpan<int> rows, ReadOnlySpan<float> table)
    {
        Description = description;
        _device = device;
        _table = new SummedTable(table, description.HiddenSize);
        _rows = new BucketRows(rows, _table.Rows);
        _buffers = new BufferPool(scheme, _table.Rows);
    }

    /// <inheritdoc/>
    public EncoderDescription Description { get; }

    /// <inheritdoc/>
    public long ParameterCount => (long)_table.Rows * Description.HiddenSize;

    /// <inheritdoc/>
    public Tensor Encode(IReadOnlyList<RawInput> inputs)
    {
        var hidden = Description.HiddenSize;
        var values = new float[checked(inputs.Count * hidden)];
        Encode(inputs, values);
        return tensor(values, [inputs.Count, hidden], device: _device);   // [B, d]
    }

    /// <inheritdoc/>
    public void Encode(IReadOnlyList<RawInput> inputs, Span<float> hidden)
    {
        var size = Description.HiddenSize;
        for (var row = 0; row < inputs.Count; row++)
            Encode(inputs[row].Text, hidden.Slice(row * size, size));
    }

    /// <inheritdoc/>
    public void Encode(ReadOnlySpan<char> text, Span<float> hidden)
    {
        Check(hidden);
        var buffers = _buffers.Take();
        _rows.Count(buffers.Extractor.Extract(text), buffers);
        _table.Sum(buffers.Distinct, buffers.Factors(), hidden);
        _buffers.GiveBack(buffers);
        Normalise(hidden);
    }

    /// <inheritdoc/>
    public void Encode(ReadOnlySpan<byte> utf8, Span<float> hidden)
    {
        Check(hidden);
        var buffers = _buffers.Take();
        _rows.Count(buffers.Extractor.Extract(utf8), buffers);
        _table.Sum(buffers.Distinct, buffers.Factors(), hidden);
        _buffers.GiveBack(buffers);
        Normalise(hidden);
    }

    /// <inheritdoc/>
    public long MultiplyAdds(RawInput input)
    {
        var buffers = _buffers.Take();
        _rows.Count(buffers.Extractor.Extract(input.Text), buffers);
        long distinct = buffers.Distinct.Length;
        foreach (var row in buffers.Distinct)
            buffers.Take(row);
        _buffers.GiveBack(buffers);
        return (distinct + 2) * Description.HiddenSize;   // each row, the norm, the scaling
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Weights are the collector's: nothing native is held.
    }

    private void Check(ReadOnlySpan<float> hidden)
    {
        if (hidden.Length != Description.HiddenSize)
            throw new ArgumentException($"The vector holds {hidden.Length} values; this encoder gives {Description.HiddenSize}.", nameof(hidden));
    }

    private static void Normalise(Span<float> hidden)
    {
        var squares = SumOfSquares(hidden);
        if (squares <= 0)
            return;
        var scale = (float)Math.Sqrt(hidden.Length / squares);
        var lanes = MemoryMarshal.Cast<float, Vector<float>>(hidden);
        foreach (ref var lane in lanes)
            lane *= scale;
        foreach (ref var value in hidden[(lanes.Length * Vector<float>.Count)..])
            value *= scale;
    }

    private static double SumOfSquares(ReadOnlySpan<float> values)
    {
        Vector<double> low = Vector<double>.Zero, high = Vector<double>.Zero;
        var lanes = MemoryMarshal.Cast<float, Vector<float>>(values);
        foreach (var lane in lanes)
        {
            Vector.Widen(lane, out var first, out var second);
            low += first * first;
            high += second * second;
        }

        var sum = Vector.Sum(low + high);
        foreach (var value in values[(lanes.Length * Vector<float>.Count)..])
            sum += (double)value * value;
        return sum;
    }
}
