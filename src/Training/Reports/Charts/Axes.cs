namespace MoECollab.Training.Reports.Charts;

/// <summary>Two axes with a grid, for charts of points and lines.</summary>
internal sealed class Axes
{
    private const double Left = 62;
    private const double Right = 20;
    private const double Top = 26;
    private const double Bottom = 48;

    public Axes(IReadOnlyList<double> across, (double Low, double High) upwards)
    {
        Across = Scale.Fitting(across, Left + 8, Width - Right);
        Upwards = Scale.Linear(upwards.Low, upwards.High, Height - Bottom, Top);
    }

    public static double Width => 560;

    public static double Height => 380;

    public Scale Across { get; }

    public Scale Upwards { get; }

    public void Draw(SvgCanvas canvas, string acrossTitle, string upwardsTitle, Func<double, string> upwardsText)
    {
        foreach (var tick in Upwards.Ticks)
        {
            canvas.Line(Left, Upwards.At(tick), Width - Right, Upwards.At(tick), "grid");
            canvas.Text(Left - 8, Upwards.At(tick) + 4, upwardsText(tick), TextAnchor.End, "muted small");
        }

        foreach (var tick in Across.Ticks)
        {
            canvas.Line(Across.At(tick), Top, Across.At(tick), Height - Bottom, "grid");
            canvas.Text(Across.At(tick), Height - Bottom + 17, FigureText.Compact(tick), TextAnchor.Middle, "muted small");
        }

        canvas.Line(Left, Height - Bottom, Width - Right, Height - Bottom, "axis");
        canvas.Text(Width - Right, Height - 9, Across.IsLog ? $"{acrossTitle} (logarithmic)" : acrossTitle, TextAnchor.End, "muted");
        canvas.Text(8, 13, upwardsTitle, shape: "muted");
    }
}
