using System.Numerics;
using MoECollab.Gating.Numerics.Panels;

namespace MoECollab.Benchmarks.Layer;

/// <summary>
/// The bare layer on the kernels of the mixture: gate, softmax over the k largest, one group of rows per expert, experts, weighted sum; rows are read where they are and
/// added where they belong. Vector in, vector out, as the other forms compute it; a mixture puts heads, labels and a trace round the same kernels.
/// </summary>
internal sealed unsafe class FusedLayer : ILayer
{
    private readonly LayerCell _cell;
    private readonly PackedMatrix _gate;
    private readonly PackedBlock[] _experts;
    private readonly float[] _scores;
    private readonly int[] _chosen;
    private readonly float[] _weights;
    private readonly int[] _starts;
    private readonly int[] _rows;
    private readonly float[] _scales;

    public FusedLayer(LayerCell cell, long seed)
    {
        _cell = cell;
        var (size, width) = (cell.Size, cell.Width);
        _gate = new PackedMatrix(HashedValues.Of(cell.Experts * size, seed + 1, 1), [], size) { IsBesideTensors = true };
        _experts = [.. Enumerable.Range(0, cell.Experts).Select(i => new PackedBlock(
            new PackedMatrix(HashedValues.Of(width * size, seed + 10 + (4 * i), Math.Pow(size, -0.5)), HashedValues.Of(width, seed + 11 + (4 * i), 0.1), size) { IsBesideTensors = true },
            BlockActivation.Gelu,
            new PackedMatrix(HashedValues.Of(size * width, seed + 12 + (4 * i), Math.Pow(width, -0.5)), HashedValues.Of(size, seed + 13 + (4 * i), 0.1), width) { IsBesideTensors = true }))];
        _scores = new float[cell.Rows * cell.Experts];
        _chosen = new int[cell.Rows * cell.Kept];
        _weights = new float[cell.Rows * cell.Kept];
        _starts = new int[cell.Experts + 1];
        _rows = new int[cell.Rows * cell.Kept];
        _scales = new float[cell.Rows * cell.Kept];
    }

    /// <inheritdoc/>
    public void Run(float[] input, float[] output)
    {
        var blocks = RowBlocks.OfBatch(_cell.Rows, _cell.Experts, _cell.Kept);
        for (var i = 0; i < blocks.Count; i++)
        {
            var (start, rows) = blocks.At(i);
            Run(input.AsSpan(start * _cell.Size, rows * _cell.Size), output.AsSpan(start * _cell.Size, rows * _cell.Size), rows);
        }
    }

    /// <summary>Nothing to do: weights are in managed memory.</summary>
    public void Dispose()
    {
    }

    private void Run(ReadOnlySpan<float> input, Span<float> output, int count)
    {
        _gate.Product(input, _scores.AsSpan(0, count * _cell.Experts));
        Array.Clear(_starts);
        for (var row = 0; row < count; row++)
            Choose(_scores.AsSpan(row * _cell.Experts, _cell.Experts), row * _cell.Kept);
        Group(count * _cell.Kept);
        output.Clear();
        fixed (float* x = input, y = output, scales = _scales)
        fixed (int* rows = _rows)
        {
            var begin = 0;
            for (var i = 0; i < _experts.Length; i++)
            {
                var end = _starts[i];   // where the group ends, now that it is filled
                if (end > begin)
                    _experts[i].AddTo(new RowPlaces(x, _cell.Size, rows + begin), new RowPlaces(y, _cell.Size, rows + begin), scales + begin, end - begin);
                begin = end;
            }
        }
    }

    private void Choose(ReadOnlySpan<float> scores, int at)
    {
        var best = _chosen.AsSpan(at, _cell.Kept);
        var kept = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            if (kept == best.Length && i + Vector<float>.Count <= scores.Length && !Vector.GreaterThanAny(new Vector<float>(scores[i..]), new Vector<float>(scores[best[kept - 1]])))
            {
                i += Vector<float>.Count - 1;
                continue;
            }

            if (kept == best.Length && !(scores[i] > scores[best[kept - 1]]))
                continue;
            var rank = kept == best.Length ? kept - 1 : kept++;
            for (; rank > 0 && scores[i] > scores[best[rank - 1]]; rank--)
                best[rank] = best[rank - 1];
            best[rank] = i;
        }

        var sum = 0f;
        for (var rank = 0; rank < best.Length; rank++)
        {
            _starts[best[rank] + 1]++;
            sum += _weights[at + rank] = MathF.Exp(scores[best[rank]] - scores[best[0]]);
        }

        for (var rank = 0; rank < best.Length; rank++)
            _weights[at + rank] /= sum;
    }

    private void Group(int entries)
    {
        for (var i = 0; i < _cell.Experts; i++)
            _starts[i + 1] += _starts[i];
        for (var entry = 0; entry < entries; entry++)
        {
            var place = _starts[_chosen[entry]]++;
            _rows[place] = entry / _cell.Kept;
            _scales[place] = _weights[entry];
        }
    }
}
