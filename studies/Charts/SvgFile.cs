using MoECollab.Training.Reports.Charts;

namespace MoECollab.Studies.Charts;

/// <summary>Makes a picture of its own out of a chart.</summary>
public static class SvgFile
{
    /// <summary>Puts the style sheet and a ground into a chart, so that it can be saved and shown alone.</summary>
    /// <param name="svg">What a chart drew.</param>
    /// <returns>A whole SVG document.</returns>
    public static string Standalone(string svg)
    {
        ArgumentNullException.ThrowIfNull(svg);
        var head = svg.IndexOf('>', StringComparison.Ordinal) + 1;
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + svg[..head] + $"\n<style>{ChartStyle.Css} .ground {{ fill: var(--paper); }}</style>"
            + "<rect class=\"ground\" width=\"100%\" height=\"100%\"/>" + svg[head..];
    }
}
