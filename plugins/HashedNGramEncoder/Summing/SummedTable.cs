using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using MoECollab.Gating.Numerics.Panels;
using MoECollab.Weights;

namespace MoECollab.HashedNGramEncoder.Summing;

/// <summary>
/// A table whose rows are summed. Where every weight is a bfloat16, as a training leaves them, it is kept in half the memory and a text reads half as much; the sums are the same to the last bit.
/// Immutable; calls may overlap.
/// </summary>
internal sealed unsafe class SummedTable
{
    private readonly int _columns;
    private readonly int _padded;
    private readonly Memory<float> _words;

    /// <summary>Packs a table.</summary>
    /// <param name="weights">[rows, columns]; copied.</param>
    /// <param name="columns">d.</param>
    public SummedTable(ReadOnlySpan<float> weights, int columns)
    {
        var pair = 2 * Lanes;
        _columns = columns;
        _padded = (columns + pair - 1) / pair * pair;
        Rows = weights.Length / columns;
        IsHalved = BFloat16.Holds(weights);
        var words = _padded / (IsHalved ? 2 : 1);
        _words = WeightMemory.Allocate<float>(checked(Rows * words));
        for (var row = 0; row < Rows; row++)
        {
            var from = weights.Slice(row * columns, columns);
            var to = _words.Span.Slice(row * words, words);
            if (IsHalved)
                Halve(MemoryMarshal.Cast<float, uint>(from), MemoryMarshal.Cast<float, uint>(to));
            else
                from.CopyTo(to);
        }
    }

    /// <summary>How many rows there are.</summary>
    public int Rows { get; }

    /// <summary>Whether it takes half the memory.</summary>
    public bool IsHalved { get; }

    /// <summary>Σ factor_i · row_i.</summary>
    /// <param name="rows">Which rows.</param>
    /// <param name="factors">[rows].</param>
    /// <param name="sums">[d], written whole.</param>
    public void Sum(ReadOnlySpan<int> rows, ReadOnlySpan<float> factors, Span<float> sums)
    {
        if (_padded == _columns)
        {
            fixed (float* to = sums)
                Run(rows, factors, to);
            return;
        }

        var aside = stackalloc float[_padded];
        Run(rows, factors, aside);
        new ReadOnlySpan<float>(aside, _columns).CopyTo(sums);
    }

    private static int Lanes => Vector512.IsHardwareAccelerated ? Lanes512.Count : Lanes256.Count;

    private void Run(ReadOnlySpan<int> rows, ReadOnlySpan<float> factors, float* sums)
    {
        fixed (float* table = _words.Span, factor = factors)
        fixed (int* row = rows)
        {
            var taken = new SummedRows(row, factor, rows.Length);
            if (Vector512.IsHardwareAccelerated && IsHalved)
                RowSum<Lanes512, Vector512<float>, HalfWeights<Lanes512, Vector512<float>>>.Run(table, _padded, taken, sums);
            else if (Vector512.IsHardwareAccelerated)
                RowSum<Lanes512, Vector512<float>, WholeWeights<Lanes512, Vector512<float>>>.Run(table, _padded, taken, sums);
            else if (IsHalved)
                RowSum<Lanes256, Vector256<float>, HalfWeights<Lanes256, Vector256<float>>>.Run(table, _padded, taken, sums);
            else
                RowSum<Lanes256, Vector256<float>, WholeWeights<Lanes256, Vector256<float>>>.Run(table, _padded, taken, sums);
        }
    }

    // Two registers of weights go into one of words.
    private static void Halve(ReadOnlySpan<uint> weights, Span<uint> words)
    {
        for (var i = 0; i < weights.Length; i++)
        {
            var (pair, lane) = Math.DivRem(i, 2 * Lanes);
            ref var word = ref words[(pair * Lanes) + (lane % Lanes)];
            word |= lane < Lanes ? weights[i] >> 16 : weights[i];
        }
    }
}
