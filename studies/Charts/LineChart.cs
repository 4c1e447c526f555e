using MoECollab.Training.Reports;
using MoECollab.Training.Reports.Charts;

namespace MoECollab.Studies.Charts;

/// <summary>Quantities over another one, a line each; the axis across is logarithmic where the values lie far apart.</summary>
public static class LineChart
{
    private const double LegendHeight = 26;

    /// <summary>Draws.</summary>
    /// <param name="title">Read by screen readers.</param>
    /// <param name="series">At least one, each with at least one point.</param>
    /// <param name="acrossTitle">Name of the quantity across.</param>
    /// <param name="upwardsTitle">Name of the quantity upwards.</param>
    /// <param name="upwardsText">How its ticks read; by default compact numbers.</param>
    /// <returns>An SVG element.</returns>
    public static string Draw(
        string title, IReadOnlyList<Series> series, string acrossTitle, string upwardsTitle, Func<double, string>? upwardsText = null)
    {
        ArgumentNullException.ThrowIfNull(series);
        upwardsText ??= tick => FigureText.Compact(tick);
        var canvas = new SvgCanvas();
        var points = series.SelectMany(line => line.Points).ToList();
        var axes = new Axes([.. points.Select(point => point.X)], (Math.Min(0, points.Min(point => point.Y)), points.Max(point => point.Y)));
        axes.Draw(canvas, acrossTitle, upwardsTitle, upwardsText);
        foreach (var (index, line) in series.Index())
        {
            var colour = index % ChartStyle.Series;
            canvas.Polyline(line.Points.Select(point => (axes.Across.At(point.X), axes.Upwards.At(point.Y))), $"l l{colour}", line.Name);
            if (line.Points.Count > 24) continue;
            foreach (var (x, y) in line.Points)
                canvas.Circle(axes.Across.At(x), axes.Upwards.At(y), 3.5, $"f{colour}", $"{line.Name}: {upwardsText(y)} at {FigureText.Compact(x)}");
        }

        var height = Axes.Height + DrawLegend(canvas, series);
        return canvas.ToSvg(Axes.Width, height, title, string.Join(", ", series.Select(line => line.Name)));
    }

    private static double DrawLegend(SvgCanvas canvas, IReadOnlyList<Series> series)
    {
        var x = 62.0;
        var y = Axes.Height + 12;
        foreach (var (index, line) in series.Index())
        {
            var width = SvgCanvas.WidthOf(line.Name) + 34;
            if (x + width > Axes.Width && x > 62)
            {
                x = 62;
                y += LegendHeight - 4;
            }

            canvas.Rect(x, y - 7, 14, 5, $"f{index % ChartStyle.Series}", radius: 2);
            canvas.Text(x + 20, y, line.Name, shape: "small");
            x += width;
        }

        return y - Axes.Height + 12;
    }
}
