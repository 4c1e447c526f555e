namespace MoECollab.Training.Reports.Charts;

/// <summary>A confusion matrix as squares, each row normalised to shares.</summary>
public static class HeatMap
{
    private const double Width = 560;
    private const int MostNumbered = 14;

    /// <summary>Draws.</summary>
    /// <param name="title">Read by screen readers.</param>
    /// <param name="names">Names of rows and columns.</param>
    /// <param name="counts">Counts, [rows][columns].</param>
    /// <param name="rowTitle">What the rows are.</param>
    /// <param name="columnTitle">What the columns are.</param>
    /// <returns>An SVG element.</returns>
    public static string Draw(
        string title,
        IReadOnlyList<string> names,
        IReadOnlyList<IReadOnlyList<long>> counts,
        string rowTitle,
        string columnTitle)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(counts);
        var canvas = new SvgCanvas();
        var longest = names.Max(SvgCanvas.WidthOf);
        var left = Math.Min(200, longest + 16);
        // Column names are turned by 40 degrees, so the last one leans out to the right.
        var lean = Math.Min(200, longest) * 0.77;
        var top = 26 + (Math.Min(200, longest) * 0.64) + 12;
        var cell = Math.Min(58, (Width - left - Math.Max(20, lean * 0.75)) / names.Count);
        canvas.Text(left, 14, $"{columnTitle} →", shape: "muted small");
        canvas.Text(left - 10, top - 8, $"{rowTitle} ↓", TextAnchor.End, "muted small");
        foreach (var (column, name) in names.Index())
            canvas.Text(left + ((column + 0.5) * cell) - 2, top - 8, name, turned: -40);
        foreach (var (row, name) in names.Index())
        {
            canvas.Text(left - 10, top + ((row + 0.5) * cell) + 4.5, name, TextAnchor.End);
            DrawRow(canvas, names, counts[row], row, (left, top, cell));
        }

        canvas.Rect(left, top, names.Count * cell, names.Count * cell, "frame");
        return canvas.ToSvg(Width, top + (names.Count * cell) + 10, title, Describe(names, counts));
    }

    private static void DrawRow(
        SvgCanvas canvas, IReadOnlyList<string> names, IReadOnlyList<long> counts, int row, (double Left, double Top, double Cell) at)
    {
        var total = Math.Max(counts.Sum(), 1);
        for (var column = 0; column < counts.Count; column++)
        {
            var share = (double)counts[column] / total;
            var x = at.Left + (column * at.Cell);
            var y = at.Top + (row * at.Cell);
            var tip = $"{names[row]} → {names[column]}: {FigureText.Whole(counts[column])} of {FigureText.Whole(total)} ({FigureText.Percent(share)})";
            canvas.Rect(x + 1, y + 1, at.Cell - 2, at.Cell - 2, "cell", tip, 3, Strength(share));
            if (names.Count > MostNumbered || share < 0.005) continue;
            var text = share >= 0.0995 ? $"{share * 100:0}" : $"{share * 100:0.0}";
            canvas.Text(x + (at.Cell / 2), y + (at.Cell / 2) + 4, text, TextAnchor.Middle, share > 0.5 ? "small inverse strong" : "small");
        }
    }

    // The square root lifts the few per cent of an error off the ground; a true zero stays all but empty.
    private static double Strength(double share) => 0.03 + (0.97 * Math.Sqrt(share));

    private static string Describe(IReadOnlyList<string> names, IReadOnlyList<IReadOnlyList<long>> counts) =>
        string.Join(", ", names.Index().Select(name =>
            $"{name.Item}: {FigureText.Percent((double)counts[name.Index][name.Index] / Math.Max(counts[name.Index].Sum(), 1))} right"));
}
