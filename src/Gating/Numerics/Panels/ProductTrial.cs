using System.Buffers;
using System.Diagnostics;

namespace MoECollab.Gating.Numerics.Panels;

/// <summary>Times a matrix's product in both ways, in turn: some milliseconds.</summary>
internal static unsafe class ProductTrial
{
    private const int FewRows = 8;
    private const int LeastTurns = 3; // one that another program interrupts decides nothing
    private const int MostTurns = 9;
    private const double MostSeconds = 0.01;

    /// <summary>The quickest of some turns for each number of rows.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="rows">Numbers of rows, ascending.</param>
    public static ProductTimes[] Measure(PackedMatrix matrix, IReadOnlyList<int> rows)
    {
        var most = rows[^1];
        var from = ArrayPool<float>.Shared.Rent(most * matrix.Inputs);
        var to = ArrayPool<float>.Shared.Rent(most * matrix.Outputs);
        for (var i = 0; i < from.Length; i++)
            from[i] = (i % 17) - 8;
        var times = new ProductTimes[rows.Count];
        fixed (float* x = from, y = to)
        {
            var (xs, ys) = (new RowPlaces(x, matrix.Inputs, null), new RowPlaces(y, matrix.Outputs, null));
            matrix.RunPanels(xs, ys, null, FewRows);   // whatever a first call takes
            BlasProduct.Run(matrix, xs, ys, null, FewRows);
            for (var i = 0; i < times.Length; i++)
                times[i] = Measure(matrix, xs, ys, rows[i]);
        }

        ArrayPool<float>.Shared.Return(from);
        ArrayPool<float>.Shared.Return(to);
        return times;
    }

    private static ProductTimes Measure(PackedMatrix matrix, in RowPlaces xs, in RowPlaces ys, int count)
    {
        var (own, blas) = (double.PositiveInfinity, double.PositiveInfinity);
        var began = Stopwatch.GetTimestamp();
        for (var turn = 0; turn < MostTurns && (turn < LeastTurns || Stopwatch.GetElapsedTime(began).TotalSeconds < MostSeconds); turn++)
        {
            var start = Stopwatch.GetTimestamp();
            matrix.RunPanels(xs, ys, null, count);
            var between = Stopwatch.GetTimestamp();
            BlasProduct.Run(matrix, xs, ys, null, count);
            own = Math.Min(own, between - start);
            blas = Math.Min(blas, Stopwatch.GetTimestamp() - between);
        }

        return new ProductTimes(count, own, blas);
    }
}
