using System.Text;
using MoECollab.Training.Reports.Charts;

namespace MoECollab.Training.Reports.Html;

/// <summary>Heading, one sentence of result, and the figures that matter most.</summary>
internal static class Summary
{
    public static void Write(StringBuilder page, Report report)
    {
        page.Append($"<header>\n<h1>{Markup.Escape(report.Title)}</h1>\n");
        page.Append($"<p class=\"muted\">{Markup.Escape(Subtitle(report))}</p>\n");
        page.Append($"<p class=\"lead\">{Markup.Escape(Result(report))}</p>\n</header>\n<div class=\"tiles\">\n");
        var mixture = report.Mixture;
        Tile(page, "Accuracy", FigureText.Percent(mixture.Accuracy), Against(mixture.Accuracy, report.Monolith?.Accuracy));
        Tile(page, "Macro-F1", FigureText.Percent(mixture.MacroF1), Against(mixture.MacroF1, report.Monolith?.MacroF1));
        if (mixture.RoutingAccuracy is not null) Tile(page, "Routing accuracy", FigureText.Percent(mixture.RoutingAccuracy), "first expert is the domain's own");
        Tile(page, "Utilisation", FigureText.Percent(mixture.Utilisation), $"{FigureText.Percent(mixture.ActiveShare)} of experts active");
        Tile(page, "Multiply-adds", FigureText.Compact(mixture.MultiplyAdds), Cost(mixture.MultiplyAdds, report.Monolith?.MultiplyAdds));
        if (mixture.Microseconds is not null) Tile(page, "Microseconds", FigureText.Compact(mixture.Microseconds), "per input: median, one thread");
        page.Append("</div>\n");
    }

    private static string Subtitle(Report report)
    {
        var data = report.Data;
        var parts = data is { Train: { } train, Test: { } test }
            ? $"{FigureText.Whole(train)} rows trained on, {FigureText.Whole(test)} held out"
            : $"{FigureText.Whole(data.Rows)} rows";
        return $"{data.Release ?? data.Folder ?? "unnamed data"} · {parts} · {report.Experts.Count} experts";
    }

    private static string Result(Report report)
    {
        var mixture = report.Mixture;
        var rows = mixture.N > 0 ? $"{FigureText.Whole(mixture.N)} held-out texts" : "the held-out texts";
        var result = $"The mixture classifies {FigureText.Percent(mixture.Accuracy)} of {rows} rightly (macro-F1 {FigureText.Percent(mixture.MacroF1)}).";
        foreach (var (name, other) in Others(report))
        {
            var measured = report.Comparisons.FirstOrDefault(comparison =>
                comparison.Measure == "accuracy" && string.Equals(comparison.Against, name, StringComparison.OrdinalIgnoreCase));
            var gain = mixture.Accuracy - other.Accuracy;
            result += $" Against {(name == "monolith" ? "the monolith" : name)} that is {FigureText.Points(gain)} points"
                + (measured is null ? "." : $", 95\u00A0% interval {FigureText.Points(measured.Lower)} to {FigureText.Points(measured.Upper)}.");
        }

        return result;
    }

    private static IEnumerable<(string Name, SystemFigures Figures)> Others(Report report)
    {
        if (report.Monolith is { } monolith) yield return ("monolith", monolith);
        if (report.FastText is { } fastText) yield return ("fastText", fastText);
    }

    private static string Against(double value, double? monolith) =>
        monolith is { } other ? $"{FigureText.Points(value - other)} points against the monolith" : "";

    private static string Cost(double value, double? monolith)
    {
        if (monolith is not { } other || other == 0) return "per input";
        var change = (value / other) - 1;
        return $"per input, {FigureText.Percent(Math.Abs(change))} {(change < 0 ? "fewer" : "more")} than the monolith";
    }

    private static void Tile(StringBuilder page, string name, string value, string note) => page.Append(
        $"<dl class=\"tile\"><dt>{name}</dt><dd>{Markup.Escape(value)}</dd>{(note.Length > 0 ? $"<dd>{Markup.Escape(note)}</dd>" : "")}</dl>\n");
}
