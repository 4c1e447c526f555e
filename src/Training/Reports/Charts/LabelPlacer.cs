namespace MoECollab.Training.Reports.Charts;

/// <summary>Finds room for the names of points: beside, above, below, further away, whichever first overlaps nothing.</summary>
internal sealed class LabelPlacer(double width, double height)
{
    private const double TextHeight = 15;

    private static readonly (double Dx, double Dy, TextAnchor Anchor)[] Places =
    [
        (14, 4.5, TextAnchor.Start), (-14, 4.5, TextAnchor.End), (0, -14, TextAnchor.Middle), (0, 24, TextAnchor.Middle),
        (11, -9, TextAnchor.Start), (11, 18, TextAnchor.Start), (-11, -9, TextAnchor.End), (-11, 18, TextAnchor.End),
        (0, -28, TextAnchor.Middle), (0, 38, TextAnchor.Middle), (16, 32, TextAnchor.Start), (16, -24, TextAnchor.Start),
    ];

    private readonly List<(double X1, double Y1, double X2, double Y2)> _taken = [];

    /// <summary>Keeps names off a point.</summary>
    public void Avoid(double x, double y) => _taken.Add((x - 7, y - 7, x + 7, y + 7));

    /// <summary>Takes the best place for a name of that width.</summary>
    public (double X, double Y, TextAnchor Anchor) Place(double x, double y, double textWidth)
    {
        var best = Places.MinBy(place => Cost(Box(x, y, textWidth, place)));
        _taken.Add(Box(x, y, textWidth, best));
        return (x + best.Dx, y + best.Dy, best.Anchor);
    }

    // MinBy takes the first of equals, so an earlier place without overlap wins.
    private double Cost((double X1, double Y1, double X2, double Y2) box)
    {
        var outside = Math.Max(0, -box.X1) + Math.Max(0, box.X2 - width) + Math.Max(0, -box.Y1) + Math.Max(0, box.Y2 - height);
        return (outside * 1000) + _taken.Sum(other =>
            Math.Max(0, Math.Min(box.X2, other.X2) - Math.Max(box.X1, other.X1))
            * Math.Max(0, Math.Min(box.Y2, other.Y2) - Math.Max(box.Y1, other.Y1)));
    }

    private static (double X1, double Y1, double X2, double Y2) Box(
        double x, double y, double textWidth, (double Dx, double Dy, TextAnchor Anchor) place)
    {
        var left = x + place.Dx - place.Anchor switch
        {
            TextAnchor.Start => 0,
            TextAnchor.Middle => textWidth / 2,
            _ => textWidth,
        };
        var bottom = y + place.Dy + 3;
        return (left, bottom - TextHeight, left + textWidth, bottom);
    }
}
