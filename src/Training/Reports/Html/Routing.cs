using System.Text;
using MoECollab.Training.Reports.Charts;

namespace MoECollab.Training.Reports.Html;

/// <summary>What the gate does: load per expert, confusion between domains, entropy.</summary>
internal static class Routing
{
    public static void Write(StringBuilder page, Report report)
    {
        if (report.Experts.Count > 0) Load(page, report);
        if (report.Confusion is { Domains.Count: > 0 } confusion)
        {
            page.Append("<section class=\"tall\">\n<h2>Confusion between domains</h2>\n");
            page.Append("<p class=\"muted\">Per cent of each domain's texts by the domain of the first expert; the diagonal is right.</p>\n");
            page.Append(HeatMap.Draw("Confusion between domains", confusion.Domains, confusion.Counts, "true", "routed to"));
            page.Append("</section>\n");
        }

        if (report.EntropyHistogram is { } histogram)
        {
            page.Append("<section>\n<h2>How decided the gate is</h2>\n");
            page.Append("<p class=\"muted\">Entropy of the gate's weights per text: 0 is one expert alone, the right edge is all alike.</p>\n");
            page.Append(HistogramChart.Draw(
                "Entropy of the gate's weights",
                histogram,
                "entropy in nats",
                report.Mixture.Entropy,
                $"mean {FigureText.Significant(report.Mixture.Entropy)}"));
            page.Append("</section>\n");
        }
    }

    private static void Load(StringBuilder page, Report report)
    {
        page.Append("<section>\n<h2>Utilisation per expert</h2>\n");
        page.Append($"<p class=\"muted\">The gate's weight on each expert, averaged over all texts. Effective share {FigureText.Percent(report.Mixture.Utilisation)}, active {FigureText.Percent(report.Mixture.ActiveShare)}.</p>\n");
        page.Append(BarChart.Draw(
            "Utilisation per expert",
            [.. report.Experts.OrderByDescending(expert => expert.Load).Select(expert => new Bar(expert.Id, expert.Load))],
            1.0 / report.Experts.Count,
            "even share"));
        page.Append("</section>\n");
    }
}
