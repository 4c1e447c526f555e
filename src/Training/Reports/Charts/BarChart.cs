namespace MoECollab.Training.Reports.Charts;

/// <summary>Shares as horizontal bars, with a mark for the even share.</summary>
public static class BarChart
{
    private const double Width = 560;
    private const double RowHeight = 30;
    private const double BarHeight = 16;
    private const double Top = 30;

    /// <summary>Draws.</summary>
    /// <param name="title">Read by screen readers.</param>
    /// <param name="bars">At least one.</param>
    /// <param name="mark">Position of a dashed line, or null.</param>
    /// <param name="markLabel">What the line means.</param>
    /// <returns>An SVG element.</returns>
    public static string Draw(string title, IReadOnlyList<Bar> bars, double? mark = null, string markLabel = "")
    {
        ArgumentNullException.ThrowIfNull(bars);
        var canvas = new SvgCanvas();
        var left = Math.Min(220, bars.Max(bar => SvgCanvas.WidthOf(bar.Label)) + 14);
        var right = Width - 66;
        var longest = Math.Max(bars.Max(bar => bar.Value), mark ?? 0);
        var unit = (right - left) / (longest == 0 ? 1 : longest);
        var bottom = Top + (bars.Count * RowHeight);
        foreach (var (row, bar) in bars.Index())
        {
            var y = Top + (row * RowHeight);
            var middle = y + (RowHeight / 2);
            canvas.Text(left - 10, middle + 4.5, bar.Label, TextAnchor.End);
            canvas.Rect(left, middle - (BarHeight / 2), right - left, BarHeight, "track", radius: 3);
            canvas.Rect(left, middle - (BarHeight / 2), bar.Value * unit, BarHeight, "f0", $"{bar.Label}: {FigureText.Percent(bar.Value)}", 3);
            canvas.Text(right + 8, middle + 4.5, FigureText.Percent(bar.Value), shape: "strong");
        }

        if (mark is { } place)
        {
            var x = left + (place * unit);
            canvas.Line(x, Top - 4, x, bottom, "mark");
            canvas.Text(x, Top - 11, $"{markLabel} {FigureText.Percent(place)}", Anchor(x, left, right), "muted small");
        }

        return canvas.ToSvg(Width, bottom + 8, title, string.Join(", ", bars.Select(bar => $"{bar.Label} {FigureText.Percent(bar.Value)}")));
    }

    private static TextAnchor Anchor(double x, double left, double right) =>
        x < left + 60 ? TextAnchor.Start : x > right - 60 ? TextAnchor.End : TextAnchor.Middle;
}
