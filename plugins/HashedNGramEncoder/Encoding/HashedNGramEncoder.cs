using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using MoECollab.Encoders;
using MoECollab.HashedNGramEncoder.Counting;
using MoECollab.Inputs;
using MoECollab.Text;
using MoECollab.Weights;
using static TorchSharp.torch;

namespace MoECollab.HashedNGramEncoder.Encoding;

/// <summary>
/// h = √d · s / ‖s‖ with s = Σ (1 + ln count) · E[n-gram] over the distinct n-grams of a text that have a row in E. A text without
/// any is the zero vector. Works on host memory; a batch is copied to the device.
/// </summary>
internal sealed class HashedNGramEncoder : IDirectBatchEncoder
{
    // E is larger than any cache, and which rows a text reads is known before they are read.
    private const int RowsAhead = 4;
    private const int FloatsOfLine = 16;

    private readonly Device _device;
    private readonly Memory<int> _rows;
    private readonly Memory<float> _table;
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
        _rows = WeightMemory.Copy(rows);
        _table = WeightMemory.Copy(table);
        _buffers = new BufferPool(scheme, table.Length / description.HiddenSize);
    }

    /// <inheritdoc/>
    public EncoderDescription Description { get; }

    /// <inheritdoc/>
    public long ParameterCount => _table.Length;

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
        buffers.Count(buffers.Extractor.Extract(text), _rows.Span);
        Sum(buffers, hidden);
        _buffers.GiveBack(buffers);
        Normalise(hidden);
    }

    /// <inheritdoc/>
    public void Encode(ReadOnlySpan<byte> utf8, Span<float> hidden)
    {
        Check(hidden);
        var buffers = _buffers.Take();
        buffers.Count(buffers.Extractor.Extract(utf8), _rows.Span);
        Sum(buffers, hidden);
        _buffers.GiveBack(buffers);
        Normalise(hidden);
    }

    /// <inheritdoc/>
    public long MultiplyAdds(RawInput input)
    {
        var buffers = _buffers.Take();
        buffers.Count(buffers.Extractor.Extract(input.Text), _rows.Span);
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

    private void Sum(EncodingBuffers buffers, Span<float> hidden)
    {
        hidden.Clear();
        var rows = buffers.Distinct;
        var table = _table.Span;
        for (var at = 0; at < Math.Min(RowsAhead, rows.Length); at++)
            Prefetch(table.Slice(rows[at] * hidden.Length, hidden.Length));
        for (var at = 0; at < rows.Length; at++)
        {
            if (at + RowsAhead < rows.Length)
                Prefetch(table.Slice(rows[at + RowsAhead] * hidden.Length, hidden.Length));
            AddScaled(table.Slice(rows[at] * hidden.Length, hidden.Length), TextCounts.TermFrequency(buffers.Take(rows[at])), hidden);
        }
    }

    private static void AddScaled(ReadOnlySpan<float> source, float factor, Span<float> target)
    {
        var from = MemoryMarshal.Cast<float, Vector<float>>(source);
        var to = MemoryMarshal.Cast<float, Vector<float>>(target);
        var scale = new Vector<float>(factor);
        for (var i = 0; i < to.Length && i < from.Length; i++)
            to[i] += scale * from[i];
        for (var i = to.Length * Vector<float>.Count; i < target.Length; i++)
            target[i] += factor * source[i];
    }

    private static unsafe void Prefetch(ReadOnlySpan<float> row)
    {
        if (!Sse.IsSupported)
            return;
        fixed (float* first = row)
        {
            for (var at = 0; at < row.Length; at += FloatsOfLine)
                Sse.Prefetch0(first + at);
        }
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
