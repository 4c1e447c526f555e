using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using MoECollab.Gating.Numerics.Panels;

namespace MoECollab.HashedNGramEncoder.Summing;

/// <summary>Weighted sums of rows of a table. The sums of eight registers' columns stay there from the first row to the last, whatever the weights are kept as, so that equal weights give equal bits.</summary>
internal static unsafe class RowSum<TLanes, TVector, TWeights>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
    where TWeights : struct, IWeightPairs<TVector>
{
    // The table is larger than any cache, and which rows a text reads is known before they are read.
    private const int OctetsAhead = 4096;
    private const int FloatsOfLine = 16;

    /// <summary>Σ factor_i · row_i.</summary>
    /// <param name="table">Rows of <paramref name="columns"/> weights.</param>
    /// <param name="columns">A multiple of two registers.</param>
    /// <param name="rows">The rows and their factors.</param>
    /// <param name="sums">[columns], written whole.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* table, int columns, in SummedRows rows, float* sums)
    {
        var n = TLanes.Count;
        nint stride = columns / TWeights.InWord;
        var column = 0;
        for (; column + (8 * n) <= columns; column += 8 * n)
            Eight(table + (column / TWeights.InWord), stride, rows, sums + column);
        for (; column < columns; column += 2 * n)
            Two(table + (column / TWeights.InWord), stride, rows, sums + column);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight(float* table, nint stride, in SummedRows rows, float* sums)
    {
        int n = TLanes.Count, pair = 2 * n / TWeights.InWord, ahead = OctetsAhead / sizeof(float) / (int)stride, count = rows.Count;
        int* row = rows.Rows;
        TVector a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        for (var i = 0; i < count; i++)
        {
            if (i + ahead < count)
                Prefetch(table + (row[i + ahead] * stride), 4 * pair);
            var from = table + (row[i] * stride);
            var factor = TLanes.Spread(rows.Factors[i]);
            TWeights.Load(from, out var first, out var second);
            a = TLanes.MultiplyAdd(factor, first, a);
            b = TLanes.MultiplyAdd(factor, second, b);
            TWeights.Load(from + pair, out first, out second);
            c = TLanes.MultiplyAdd(factor, first, c);
            d = TLanes.MultiplyAdd(factor, second, d);
            TWeights.Load(from + (2 * pair), out first, out second);
            e = TLanes.MultiplyAdd(factor, first, e);
            f = TLanes.MultiplyAdd(factor, second, f);
            TWeights.Load(from + (3 * pair), out first, out second);
            g = TLanes.MultiplyAdd(factor, first, g);
            h = TLanes.MultiplyAdd(factor, second, h);
        }

        TLanes.Store(a, sums);
        TLanes.Store(b, sums + n);
        TLanes.Store(c, sums + (2 * n));
        TLanes.Store(d, sums + (3 * n));
        TLanes.Store(e, sums + (4 * n));
        TLanes.Store(f, sums + (5 * n));
        TLanes.Store(g, sums + (6 * n));
        TLanes.Store(h, sums + (7 * n));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Two(float* table, nint stride, in SummedRows rows, float* sums)
    {
        int n = TLanes.Count, ahead = OctetsAhead / sizeof(float) / (int)stride, count = rows.Count;
        int* row = rows.Rows;
        TVector a = default, b = default;
        for (var i = 0; i < count; i++)
        {
            if (i + ahead < count)
                Prefetch(table + (row[i + ahead] * stride), 2 * n / TWeights.InWord);
            var factor = TLanes.Spread(rows.Factors[i]);
            TWeights.Load(table + (row[i] * stride), out var first, out var second);
            a = TLanes.MultiplyAdd(factor, first, a);
            b = TLanes.MultiplyAdd(factor, second, b);
        }

        TLanes.Store(a, sums);
        TLanes.Store(b, sums + n);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(float* words, int count)
    {
        if (!Sse.IsSupported)
            return;
        for (var line = 0; line < count; line += FloatsOfLine)
            Sse.Prefetch0(words + line);
    }
}
