namespace MoECollab.Training.Reports.Charts;

/// <summary>Differences with their intervals round a line at zero.</summary>
public static class IntervalChart
{
    private const double Width = 560;
    private const double RowHeight = 34;
    private const double Top = 16;

    /// <summary>Draws.</summary>
    /// <param name="title">Read by screen readers.</param>
    /// <param name="rows">Name, difference, lower and upper end, in shares; at least one.</param>
    /// <param name="acrossTitle">Name of the axis.</param>
    /// <returns>An SVG element.</returns>
    public static string Draw(
        string title, IReadOnlyList<(string Label, double Difference, double Lower, double Upper)> rows, string acrossTitle)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var canvas = new SvgCanvas();
        var left = Math.Min(260, rows.Max(row => SvgCanvas.WidthOf(row.Label)) + 14);
        var right = Width - 150;
        var bottom = Top + (rows.Count * RowHeight);
        var scale = Scale.Linear(Math.Min(0, rows.Min(row => row.Lower)), Math.Max(0, rows.Max(row => row.Upper)), left + 8, right - 8);
        foreach (var tick in scale.Ticks)
        {
            canvas.Line(scale.At(tick), Top, scale.At(tick), bottom, "grid");
            canvas.Text(scale.At(tick), bottom + 16, FigureText.Significant(tick * 100), TextAnchor.Middle, "muted small");
        }

        canvas.Line(scale.At(0), Top - 6, scale.At(0), bottom, "mark");
        foreach (var (index, row) in rows.Index())
        {
            var y = Top + ((index + 0.5) * RowHeight);
            var text = $"{FigureText.Points(row.Difference)}  [{FigureText.Points(row.Lower)}, {FigureText.Points(row.Upper)}]";
            var shape = row.Lower > 0 ? "good" : row.Upper < 0 ? "bad" : "even";
            canvas.Text(left - 10, y + 4.5, row.Label, TextAnchor.End);
            canvas.Line(scale.At(row.Lower), y, scale.At(row.Upper), y, $"interval {shape}");
            canvas.Circle(scale.At(row.Difference), y, 5.5, shape, $"{row.Label}: {text}");
            canvas.Text(right + 8, y + 4.5, text, shape: "small");
        }

        canvas.Text(right - 8, bottom + 34, acrossTitle, TextAnchor.End, "muted small");
        return canvas.ToSvg(Width, bottom + 42, title, string.Join(", ", rows.Select(row =>
            $"{row.Label} {FigureText.Points(row.Difference)} ({FigureText.Points(row.Lower)} to {FigureText.Points(row.Upper)})")));
    }
}
