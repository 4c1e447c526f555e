namespace MoECollab.Text.Learning;

/// <summary>
/// How much a column's presence says about a class: r = ln((p / |p|) / (q / |q|)), p the texts of the class that have it, q those of the others,
/// each plus one (Wang and Manning 2012, with magnitudes, for a linear learner finds the signs itself). A column that tells the class apart
/// is scaled up, and so regularised less.
/// </summary>
internal static class LogCountRatios
{
    private const double Smoothing = 1;

    /// <summary>The squares of 1 − share + share · |r| / mean |r|, brought to a mean of 1 over all occurrences, so that one strength means the same for every share; [F, stride].</summary>
    /// <param name="rows">n sparse vectors; what counts is which columns they have.</param>
    /// <param name="columns">F.</param>
    /// <param name="classes">[n].</param>
    /// <param name="classCount">C.</param>
    /// <param name="share">0 to 1.</param>
    public static float[] SquaredScales(SparseRows rows, int columns, int[] classes, int classCount, float share)
    {
        var stride = VectorMath.Stride(classCount);
        var squares = new float[checked(columns * stride)];   // counts at first
        var totals = new int[columns];
        var ofClass = new double[classCount];
        for (var row = 0; row < rows.Count; row++)
        {
            foreach (var column in rows.ColumnsOf(row))
            {
                squares[(column * stride) + classes[row]]++;
                totals[column]++;
            }

            ofClass[classes[row]] += rows.ColumnsOf(row).Length;
        }

        for (var its = 0; its < classCount; its++)
            Scale(squares.AsSpan(its), stride, totals, ofClass[its], share);
        return squares;
    }

    /// <summary>Turns one class's counts, every stride-th element, into its squared scales.</summary>
    private static void Scale(Span<float> counts, int stride, int[] totals, double inside, float share)
    {
        var occurrences = totals.Sum(total => (double)total);
        var (within, without) = (inside + (Smoothing * totals.Length), occurrences - inside + (Smoothing * totals.Length));
        var norm = Math.Log(without / within);
        var mean = 0.0;
        for (var column = 0; column < totals.Length; column++)
        {
            ref var count = ref counts[column * stride];
            count = (float)Math.Abs(Math.Log((count + Smoothing) / (totals[column] - count + Smoothing)) + norm);
            mean += count * totals[column];
        }

        mean = Math.Max(mean / Math.Max(1, occurrences), 1e-6);
        var square = 0.0;
        for (var column = 0; column < totals.Length; column++)
        {
            ref var scale = ref counts[column * stride];
            scale = (float)(1 - share + (share * scale / mean));
            scale *= scale;
            square += scale * totals[column];
        }

        var factor = (float)(Math.Max(1, occurrences) / Math.Max(square, 1e-6));
        for (var column = 0; column < totals.Length; column++)
            counts[column * stride] *= factor;
    }
}
