using System.Runtime.CompilerServices;

namespace MoECollab.Gating.Numerics.Panels;

/// <summary>
/// Products of 1 to 6 rows with one panel: a panel is two registers wide, and holds for each input the weights of as many outputs. The sums stay in
/// registers from bias to result. Rows come and go by address, so that nothing is gathered or scattered.
/// </summary>
internal static unsafe class PanelKernel<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>Rows that share one reading of the weights: 12 sums, 2 weights and a spread value fit the 16 registers of AVX2.</summary>
    public const int MostRows = 6;

    /// <summary>y_i = bias + W x_i, or y_i += scale_i (bias + W x_i), over the outputs of a panel.</summary>
    /// <param name="panel">[inputs, 2 registers].</param>
    /// <param name="bias">[2 registers].</param>
    /// <param name="inputs">Length of each x.</param>
    /// <param name="rows">1 to <see cref="MostRows"/> rows.</param>
    public static void Run(float* panel, float* bias, int inputs, in PanelRows rows)
    {
        switch (rows.Count)
        {
            case 1:
                Alone(panel, bias, inputs, rows);
                break;
            case 2:
                Together<Row<Row<NoMore>>>(panel, bias, inputs, rows);
                break;
            case 3:
                Together<Row<Row<Row<NoMore>>>>(panel, bias, inputs, rows);
                break;
            case 4:
                Together<Row<Row<Row<Row<NoMore>>>>>(panel, bias, inputs, rows);
                break;
            case 5:
                Together<Row<Row<Row<Row<Row<NoMore>>>>>>(panel, bias, inputs, rows);
                break;
            default:
                Together<Row<Row<Row<Row<Row<Row<NoMore>>>>>>>(panel, bias, inputs, rows);
                break;
        }
    }

    /// <summary>The same for one row and two panels that lie one after the other: the processor fetches two streams at a time, which is faster from far memory.</summary>
    /// <param name="panel">[inputs, 2 registers].</param>
    /// <param name="next">Floats from a panel to the next, and from a bias to the next.</param>
    /// <param name="inputs">Length of x.</param>
    /// <param name="rows">One row; its outputs go where two panels have room.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunPair(float* panel, nint next, int inputs, in PanelRows rows)
    {
        var n = TLanes.Count;
        var x = rows.From[0];
        float* w = panel, v = panel + next;
        TVector a0 = TLanes.Load(w - (2 * n)), b0 = TLanes.Load(w - n), c0 = TLanes.Load(v - (2 * n)), d0 = TLanes.Load(v - n);
        TVector a1 = default, b1 = default, c1 = default, d1 = default;
        nint k = 0;
        for (; k + 1 < inputs; k += 2, w += 4 * n, v += 4 * n)
        {
            var s = TLanes.Spread(x[k]);
            a0 = TLanes.MultiplyAdd(s, TLanes.Load(w), a0);
            b0 = TLanes.MultiplyAdd(s, TLanes.Load(w + n), b0);
            c0 = TLanes.MultiplyAdd(s, TLanes.Load(v), c0);
            d0 = TLanes.MultiplyAdd(s, TLanes.Load(v + n), d0);
            s = TLanes.Spread(x[k + 1]);
            a1 = TLanes.MultiplyAdd(s, TLanes.Load(w + (2 * n)), a1);
            b1 = TLanes.MultiplyAdd(s, TLanes.Load(w + (3 * n)), b1);
            c1 = TLanes.MultiplyAdd(s, TLanes.Load(v + (2 * n)), c1);
            d1 = TLanes.MultiplyAdd(s, TLanes.Load(v + (3 * n)), d1);
        }

        if (k < inputs)
        {
            var s = TLanes.Spread(x[k]);
            a0 = TLanes.MultiplyAdd(s, TLanes.Load(w), a0);
            b0 = TLanes.MultiplyAdd(s, TLanes.Load(w + n), b0);
            c0 = TLanes.MultiplyAdd(s, TLanes.Load(v), c0);
            d0 = TLanes.MultiplyAdd(s, TLanes.Load(v + n), d0);
        }

        Leave(TLanes.Add(a0, a1), TLanes.Add(b0, b1), rows, 0);
        var right = rows.To[0] + (2 * n);
        Leave(TLanes.Add(c0, c1), TLanes.Add(d0, d1), new PanelRows(1, rows.From, &right, rows.Scales), 0);
    }

    // One row reads each weight once: four inputs at a time, so that the reading is not held up by the sums.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Alone(float* w, float* bias, int inputs, in PanelRows rows)
    {
        var n = TLanes.Count;
        var x = rows.From[0];
        TVector a0 = TLanes.Load(bias), b0 = TLanes.Load(bias + n);
        TVector a1 = default, b1 = default, a2 = default, b2 = default, a3 = default, b3 = default;
        nint k = 0;
        for (; k + 3 < inputs; k += 4, w += 8 * n)
        {
            var s = TLanes.Spread(x[k]);
            a0 = TLanes.MultiplyAdd(s, TLanes.Load(w), a0);
            b0 = TLanes.MultiplyAdd(s, TLanes.Load(w + n), b0);
            s = TLanes.Spread(x[k + 1]);
            a1 = TLanes.MultiplyAdd(s, TLanes.Load(w + (2 * n)), a1);
            b1 = TLanes.MultiplyAdd(s, TLanes.Load(w + (3 * n)), b1);
            s = TLanes.Spread(x[k + 2]);
            a2 = TLanes.MultiplyAdd(s, TLanes.Load(w + (4 * n)), a2);
            b2 = TLanes.MultiplyAdd(s, TLanes.Load(w + (5 * n)), b2);
            s = TLanes.Spread(x[k + 3]);
            a3 = TLanes.MultiplyAdd(s, TLanes.Load(w + (6 * n)), a3);
            b3 = TLanes.MultiplyAdd(s, TLanes.Load(w + (7 * n)), b3);
        }

        for (; k < inputs; k++, w += 2 * n)
        {
            var s = TLanes.Spread(x[k]);
            a0 = TLanes.MultiplyAdd(s, TLanes.Load(w), a0);
            b0 = TLanes.MultiplyAdd(s, TLanes.Load(w + n), b0);
        }

        Leave(TLanes.Add(TLanes.Add(a0, a1), TLanes.Add(a2, a3)), TLanes.Add(TLanes.Add(b0, b1), TLanes.Add(b2, b3)), rows, 0);
    }

    // Rows share one reading of the weights.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Together<TRows>(float* w, float* bias, int inputs, in PanelRows rows)
        where TRows : struct, IRows
    {
        var n = TLanes.Count;
        TRows all = default;
        all.Begin(TLanes.Load(bias), TLanes.Load(bias + n), rows.From);
        for (nint k = 0; k < inputs; k++, w += 2 * n)
            all.Take(k, TLanes.Load(w), TLanes.Load(w + n));
        all.End(rows, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Leave(TVector left, TVector right, in PanelRows rows, int row)
    {
        var to = rows.To[row];
        if (rows.Scales is not null)
        {
            var scale = TLanes.Spread(rows.Scales[row]);
            left = TLanes.MultiplyAdd(scale, left, TLanes.Load(to));
            right = TLanes.MultiplyAdd(scale, right, TLanes.Load(to + TLanes.Count));
        }

        TLanes.Store(left, to);
        TLanes.Store(right, to + TLanes.Count);
    }

    // The sums of a number of rows. The number is in the type, a row about the others, so that the compiler unrolls them and keeps every sum in a register: an array would lie in memory.
    private interface IRows
    {
        void Begin(TVector left, TVector right, float** from);

        void Take(nint k, TVector left, TVector right);

        void End(in PanelRows rows, int row);
    }

    private struct Row<TOthers> : IRows
        where TOthers : struct, IRows
    {
        private float* _x;
        private TVector _left;
        private TVector _right;
        private TOthers _others;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Begin(TVector left, TVector right, float** from)
        {
            _x = *from;
            (_left, _right, _others) = (left, right, default);
            _others.Begin(left, right, from + 1);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Take(nint k, TVector left, TVector right)
        {
            var value = TLanes.Spread(_x[k]);
            _left = TLanes.MultiplyAdd(value, left, _left);
            _right = TLanes.MultiplyAdd(value, right, _right);
            _others.Take(k, left, right);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void End(in PanelRows rows, int row)
        {
            Leave(_left, _right, rows, row);
            _others.End(rows, row + 1);
        }
    }

    private readonly struct NoMore : IRows
    {
        public void Begin(TVector left, TVector right, float** from)
        {
        }

        public void Take(nint k, TVector left, TVector right)
        {
        }

        public void End(in PanelRows rows, int row)
        {
        }
    }
}
