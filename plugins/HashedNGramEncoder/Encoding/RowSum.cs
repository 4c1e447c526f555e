using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using MoECollab.Gating.Numerics.Panels;

namespace MoECollab.HashedNGramEncoder.Encoding;

/// <summary>Weighted sums of rows of a table, whose sums stay in registers from the first row to the last.</summary>
internal static unsafe class RowSum<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    // The table is larger than any cache, and which rows a text reads is known before they are read.
    private const int RowsAhead = 8;
    private const int Line = 16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* table, ReadOnlySpan<int> rows, float* factors, Span<float> sums)
    {
        var n = TLanes.Count;
        var size = sums.Length;
        fixed (int* row = rows)
        fixed (float* to = sums)
        {
            var column = 0;
            for (; column + (8 * n) <= size; column += 8 * n)
                Eight(table + column, size, row, rows.Length, factors, to + column);
            for (; column + n <= size; column += n)
                One(table + column, size, row, rows.Length, factors, to + column);
            for (; column < size; column++)
            {
                var sum = 0f;
                for (var at = 0; at < rows.Length; at++)
                    sum = MathF.FusedMultiplyAdd(factors[at], table[((nint)row[at] * size) + column], sum);
                to[column] = sum;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight(float* table, nint size, int* rows, int count, float* factors, float* to)
    {
        var n = TLanes.Count;
        TVector a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        for (var at = 0; at < count; at++)
        {
            if (Sse.IsSupported && at + RowsAhead < count)
            {
                var ahead = table + (rows[at + RowsAhead] * size);
                for (var line = 0; line < 8 * n; line += Line)
                    Sse.Prefetch0(ahead + line);
            }

            var from = table + (rows[at] * size);
            var factor = TLanes.Spread(factors[at]);
            a = TLanes.MultiplyAdd(factor, TLanes.Load(from), a);
            b = TLanes.MultiplyAdd(factor, TLanes.Load(from + n), b);
            c = TLanes.MultiplyAdd(factor, TLanes.Load(from + (2 * n)), c);
            d = TLanes.MultiplyAdd(factor, TLanes.Load(from + (3 * n)), d);
            e = TLanes.MultiplyAdd(factor, TLanes.Load(from + (4 * n)), e);
            f = TLanes.MultiplyAdd(factor, TLanes.Load(from + (5 * n)), f);
            g = TLanes.MultiplyAdd(factor, TLanes.Load(from + (6 * n)), g);
            h = TLanes.MultiplyAdd(factor, TLanes.Load(from + (7 * n)), h);
        }

        TLanes.Store(a, to);
        TLanes.Store(b, to + n);
        TLanes.Store(c, to + (2 * n));
        TLanes.Store(d, to + (3 * n));
        TLanes.Store(e, to + (4 * n));
        TLanes.Store(f, to + (5 * n));
        TLanes.Store(g, to + (6 * n));
        TLanes.Store(h, to + (7 * n));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunHalves(float* table, ReadOnlySpan<int> rows, float* factors, Span<float> sums)
    {
        var n = TLanes.Count;
        var size = sums.Length;
        fixed (int* row = rows)
        fixed (float* to = sums)
        {
            for (var column = 0; column + (8 * n) <= size; column += 8 * n)
                EightHalves(table + (column / 2), size / 2, row, rows.Length, factors, to + column);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EightHalves(float* table, nint size, int* rows, int count, float* factors, float* to)
    {
        var n = TLanes.Count;
        TVector a = default, b = default, c = default, d = default, e = default, f = default, g = default, h = default;
        for (var at = 0; at < count; at++)
        {
            if (Sse.IsSupported && at + RowsAhead < count)
            {
                var ahead = table + (rows[at + RowsAhead] * size);
                for (var line = 0; line < 4 * n; line += Line)
                    Sse.Prefetch0(ahead + line);
            }

            var from = table + (rows[at] * size);
            var factor = TLanes.Spread(factors[at]);
            TVector w = TLanes.Load(from), x = TLanes.Load(from + n), y = TLanes.Load(from + (2 * n)), z = TLanes.Load(from + (3 * n));
            a = TLanes.MultiplyAdd(factor, TLanes.Lower(w), a);
            b = TLanes.MultiplyAdd(factor, TLanes.Upper(w), b);
            c = TLanes.MultiplyAdd(factor, TLanes.Lower(x), c);
            d = TLanes.MultiplyAdd(factor, TLanes.Upper(x), d);
            e = TLanes.MultiplyAdd(factor, TLanes.Lower(y), e);
            f = TLanes.MultiplyAdd(factor, TLanes.Upper(y), f);
            g = TLanes.MultiplyAdd(factor, TLanes.Lower(z), g);
            h = TLanes.MultiplyAdd(factor, TLanes.Upper(z), h);
        }

        TLanes.Store(a, to);
        TLanes.Store(b, to + n);
        TLanes.Store(c, to + (2 * n));
        TLanes.Store(d, to + (3 * n));
        TLanes.Store(e, to + (4 * n));
        TLanes.Store(f, to + (5 * n));
        TLanes.Store(g, to + (6 * n));
        TLanes.Store(h, to + (7 * n));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void One(float* table, nint size, int* rows, int count, float* factors, float* to)
    {
        TVector sum = default;
        for (var at = 0; at < count; at++)
            sum = TLanes.MultiplyAdd(TLanes.Spread(factors[at]), TLanes.Load(table + (rows[at] * size)), sum);
        TLanes.Store(sum, to);
    }
}
