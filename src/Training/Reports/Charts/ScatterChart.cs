namespace MoECollab.Training.Reports.Charts;

/// <summary>Named points over two quantities; the axis across is logarithmic where the values lie far apart.</summary>
public static class ScatterChart
{
    /// <summary>Draws.</summary>
    /// <param name="title">Read by screen readers.</param>
    /// <param name="points">At least one.</param>
    /// <param name="acrossTitle">Name of the quantity across.</param>
    /// <param name="upwardsTitle">Name of the quantity upwards, a share in [0, 1].</param>
    /// <returns>An SVG element.</returns>
    public static string Draw(string title, IReadOnlyList<Point> points, string acrossTitle, string upwardsTitle)
    {
        ArgumentNullException.ThrowIfNull(points);
        var canvas = new SvgCanvas();
        var low = points.Min(point => point.Y);
        var high = points.Max(point => point.Y);
        var air = Math.Max(high - low, 0.01) * 0.12;
        var axes = new Axes([.. points.Select(point => point.X)], (Math.Max(0, low - air), Math.Min(1, high + air)));
        axes.Draw(canvas, acrossTitle, upwardsTitle, tick => $"{FigureText.Significant(tick * 100)} %");

        var labels = new LabelPlacer(Axes.Width, Axes.Height);
        foreach (var point in points) labels.Avoid(axes.Across.At(point.X), axes.Upwards.At(point.Y));
        foreach (var point in points.OrderByDescending(point => point.Weight))
        {
            var x = axes.Across.At(point.X);
            var y = axes.Upwards.At(point.Y);
            var isStrong = point.Weight == PointWeight.Strong;
            var tip = $"{point.Label}: {FigureText.Percent(point.Y)} at {FigureText.Compact(point.X)}";
            canvas.Circle(x, y, isStrong ? 7 : 5, $"f{point.Series % ChartStyle.Series}", tip);
            if (isStrong) canvas.Circle(x, y, 11, "ring");
            var (labelX, labelY, anchor) = labels.Place(x, y, SvgCanvas.WidthOf(point.Label));
            canvas.Text(labelX, labelY, point.Label, anchor, isStrong ? "strong" : "");
        }

        return canvas.ToSvg(Axes.Width, Axes.Height, title, string.Join(", ", points.Select(point =>
            $"{point.Label} {FigureText.Percent(point.Y)} at {FigureText.Compact(point.X)}")));
    }
}
