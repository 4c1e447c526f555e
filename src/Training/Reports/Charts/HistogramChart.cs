using MoECollab.Training.Evaluation;

namespace MoECollab.Training.Reports.Charts;

/// <summary>Counts in bins as upright bars.</summary>
public static class HistogramChart
{
    private const double Width = 560;
    private const double Height = 300;
    private const double Left = 52;
    private const double Right = 18;
    private const double Top = 26;
    private const double Bottom = 46;

    /// <summary>Draws.</summary>
    /// <param name="title">Read by screen readers.</param>
    /// <param name="histogram">At least one bin.</param>
    /// <param name="valueTitle">Name of the values, with unit.</param>
    /// <param name="mark">Position of a dashed line, such as the mean, or null.</param>
    /// <param name="markLabel">What the line means.</param>
    /// <returns>An SVG element.</returns>
    public static string Draw(string title, Histogram histogram, string valueTitle, double? mark = null, string markLabel = "")
    {
        ArgumentNullException.ThrowIfNull(histogram);
        var canvas = new SvgCanvas();
        var total = Math.Max(histogram.Counts.Sum(), 1);
        var shares = histogram.Counts.Select(count => (double)count / total).ToList();
        var up = Scale.Linear(0, shares.Max(), Height - Bottom, Top);
        foreach (var tick in up.Ticks)
        {
            canvas.Line(Left, up.At(tick), Width - Right, up.At(tick), "grid");
            canvas.Text(Left - 8, up.At(tick) + 4, $"{FigureText.Significant(tick * 100)} %", TextAnchor.End, "muted small");
        }

        var unit = (Width - Left - Right) / (histogram.Upper - histogram.Lower);
        double At(double value) => Left + ((value - histogram.Lower) * unit);
        var step = (histogram.Upper - histogram.Lower) / shares.Count;
        foreach (var (bin, share) in shares.Index())
        {
            var from = histogram.Lower + (bin * step);
            var tip = $"{from:0.00} to {from + step:0.00}: {FigureText.Whole(histogram.Counts[bin])} rows ({FigureText.Percent(share)})";
            canvas.Rect(At(from) + 1, up.At(share), (step * unit) - 2, up.At(0) - up.At(share), "f0", tip, 2);
        }

        canvas.Line(Left, up.At(0), Width - Right, up.At(0), "axis");
        foreach (var tick in Scale.Linear(histogram.Lower, histogram.Upper, 0, 1).Ticks.Where(tick => tick <= histogram.Upper))
            canvas.Text(At(tick), Height - Bottom + 17, FigureText.Significant(tick), TextAnchor.Middle, "muted small");
        canvas.Text(Width - Right, Height - 8, valueTitle, TextAnchor.End, "muted");
        canvas.Text(Left - 8, 13, "share of rows", TextAnchor.Start, "muted small");
        if (mark is { } place)
        {
            canvas.Line(At(place), Top - 6, At(place), up.At(0), "mark");
            var flips = At(place) > Width * 0.7;
            canvas.Text(At(place) + (flips ? -6 : 6), Top + 4, markLabel, flips ? TextAnchor.End : TextAnchor.Start, "small");
        }

        return canvas.ToSvg(Width, Height, title, $"{total} rows from {histogram.Lower:0.##} to {histogram.Upper:0.##}");
    }
}
