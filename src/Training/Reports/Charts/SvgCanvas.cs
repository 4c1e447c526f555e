using System.Text;

namespace MoECollab.Training.Reports.Charts;

/// <summary>Collects the shapes of one picture.</summary>
internal sealed class SvgCanvas
{
    private readonly StringBuilder _shapes = new();

    public void Rect(double x, double y, double width, double height, string shape, string? tip = null, double radius = 0, double? opacity = null)
    {
        _shapes.Append($"<rect class=\"{shape}\" x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(Math.Max(width, 0))}\" height=\"{N(Math.Max(height, 0))}\"");
        if (radius > 0) _shapes.Append($" rx=\"{N(radius)}\"");
        if (opacity is { } value) _shapes.Append($" fill-opacity=\"{N(value)}\"");
        Close("rect", tip);
    }

    public void Circle(double x, double y, double radius, string shape, string? tip = null)
    {
        _shapes.Append($"<circle class=\"{shape}\" cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"{N(radius)}\"");
        Close("circle", tip);
    }

    public void Line(double x1, double y1, double x2, double y2, string shape)
    {
        _shapes.Append($"<line class=\"{shape}\" x1=\"{N(x1)}\" y1=\"{N(y1)}\" x2=\"{N(x2)}\" y2=\"{N(y2)}\"");
        Close("line", null);
    }

    public void Polyline(IEnumerable<(double X, double Y)> points, string shape, string? tip = null)
    {
        _shapes.Append($"<polyline class=\"{shape}\" points=\"{string.Join(' ', points.Select(p => $"{N(p.X)},{N(p.Y)}"))}\"");
        Close("polyline", tip);
    }

    public void Text(double x, double y, string text, TextAnchor anchor = TextAnchor.Start, string shape = "", double turned = 0)
    {
        _shapes.Append($"<text x=\"{N(x)}\" y=\"{N(y)}\"");
        if (shape.Length > 0) _shapes.Append($" class=\"{shape}\"");
        if (anchor != TextAnchor.Start) _shapes.Append($" text-anchor=\"{(anchor == TextAnchor.Middle ? "middle" : "end")}\"");
        if (turned != 0) _shapes.Append($" transform=\"rotate({N(turned)} {N(x)} {N(y)})\"");
        _shapes.Append('>').Append(Markup.Escape(text)).Append("</text>\n");
    }

    /// <summary>The picture; its title and description are what a screen reader says.</summary>
    public string ToSvg(double width, double height, string title, string description) =>
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" viewBox=\"0 0 {N(width)} {N(height)}\" role=\"img\" "
        + $"aria-label=\"{Markup.Escape(title)}\">\n<title>{Markup.Escape(title)}</title>\n"
        + $"<desc>{Markup.Escape(description)}</desc>\n{_shapes}</svg>\n";

    /// <summary>Width of a text in 13-pixel type, roughly: enough to keep labels apart.</summary>
    public static double WidthOf(string text) => text.Length * 7.8;

    private void Close(string element, string? tip) => _ = tip is null
        ? _shapes.Append("/>\n")
        : _shapes.Append($"><title>{Markup.Escape(tip)}</title></{element}>\n");

    private static string N(double value) => Markup.Number(value);
}
