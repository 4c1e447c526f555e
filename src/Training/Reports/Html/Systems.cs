using System.Text;
using MoECollab.Training.Reports.Charts;

namespace MoECollab.Training.Reports.Html;

/// <summary>The systems compared: table, accuracy against cost, differences with intervals.</summary>
internal static class Systems
{
    public static void Write(StringBuilder page, Report report)
    {
        var systems = All(report).ToList();
        page.Append("<section>\n<h2>Systems compared</h2>\n");
        page.Append("<p class=\"muted\">Multiply-adds are counted per input: encoder, gate and executed experts. Microseconds: median, one text at a time, one thread.</p>\n");
        Table.Open(page, "System", "Accuracy", "Macro-F1", "Calibration error", "Multiply-adds", "µs", "Parameters");
        foreach (var (name, figures, weight) in systems)
        {
            Table.Row(
                page,
                weight,
                name,
                FigureText.Percent(figures.Accuracy),
                FigureText.Percent(figures.MacroF1),
                FigureText.Percent(figures.CalibrationError),
                FigureText.Compact(figures.MultiplyAdds),
                FigureText.Compact(figures.Microseconds),
                FigureText.Compact(figures.Parameters));
        }

        Table.Close(page);
        page.Append("</section>\n<div class=\"grid\">\n");
        Scatter(page, systems);
        Intervals(page, report);
        page.Append("</div>\n");
    }

    private static void Scatter(StringBuilder page, List<(string Name, SystemFigures Figures, RowWeight Weight)> systems)
    {
        var points = systems
            .Where(system => system.Figures.MultiplyAdds > 0)
            .Select((system, index) => new Point(
                system.Name,
                system.Figures.MultiplyAdds,
                system.Figures.Accuracy,
                index,
                system.Weight == RowWeight.Strong ? PointWeight.Strong : PointWeight.Plain))
            .ToList();
        if (points.Count == 0) return;
        page.Append("<section>\n<h2>Accuracy against cost</h2>\n<p class=\"muted\">Higher is better, further left is cheaper.</p>\n");
        page.Append(ScatterChart.Draw("Accuracy against multiply-adds per input", points, "multiply-adds per input", "accuracy"));
        page.Append("</section>\n");
    }

    private static void Intervals(StringBuilder page, Report report)
    {
        if (report.Comparisons.Count == 0) return;
        page.Append("<section>\n<h2>How sure the differences are</h2>\n");
        page.Append("<p class=\"muted\">Mixture minus the other, in percentage points, with 95 % intervals of a paired bootstrap. An interval that touches zero decides nothing.</p>\n");
        page.Append(IntervalChart.Draw(
            "Differences of the mixture to the other systems",
            [
                .. report.Comparisons.Select(comparison =>
                    ($"{comparison.Against}, {Words(comparison.Measure)}", comparison.Difference, comparison.Lower, comparison.Upper)),
            ],
            "percentage points"));
        page.Append("</section>\n");
    }

    private static IEnumerable<(string Name, SystemFigures Figures, RowWeight Weight)> All(Report report)
    {
        yield return ("mixture", report.Mixture, RowWeight.Strong);
        if (report.Monolith is { } monolith) yield return ("monolith", monolith, RowWeight.Plain);
        if (report.Uniform is { } uniform) yield return ("uniform mixture", uniform, RowWeight.Plain);
        if (report.Oracle is { } oracle) yield return ("oracle (knows the domain)", oracle, RowWeight.Plain);
        if (report.FastText is { } fastText) yield return ("fastText", fastText, RowWeight.Plain);
    }

    private static string Words(string measure) => measure == "macroF1" ? "macro-F1" : measure;
}
