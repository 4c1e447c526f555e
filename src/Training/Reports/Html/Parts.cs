using System.Text;

namespace MoECollab.Training.Reports.Html;

/// <summary>The parts: experts on their own domain, and the mixture per domain.</summary>
internal static class Parts
{
    public static void Write(StringBuilder page, Report report)
    {
        if (report.Experts.Count > 0) Experts(page, report);
        if (report.Domains.Count > 0) Domains(page, report);
    }

    private static void Experts(StringBuilder page, Report report)
    {
        page.Append("<section>\n<h2>Experts</h2>\n<p class=\"muted\">Each on the held-out texts of its own domain, without the gate.</p>\n");
        Table.Open(page, "Expert", "Texts", "Accuracy", "Macro-F1", "Weight", "Multiply-adds", "µs", "Parameters");
        foreach (var expert in report.Experts)
        {
            Table.Row(
                page,
                Name(expert),
                FigureText.Whole(expert.N),
                FigureText.Percent(expert.Accuracy),
                FigureText.Percent(expert.MacroF1),
                FigureText.Percent(expert.Load),
                FigureText.Compact(expert.MultiplyAdds),
                FigureText.Compact(expert.Microseconds),
                FigureText.Compact(expert.Parameters));
        }

        Table.Close(page);
        page.Append("</section>\n");
    }

    private static string Name(ExpertFigures expert)
    {
        var version = expert.Version is null ? "" : $" {expert.Version}";
        var domain = expert.Domain is null || expert.Domain == expert.Id ? "" : $" ({expert.Domain})";
        return expert.Id + version + domain;
    }

    private static void Domains(StringBuilder page, Report report)
    {
        page.Append("<section>\n<h2>The mixture per domain</h2>\n<p class=\"muted\">A label counts as right only with its domain.</p>\n");
        Table.Open(page, "Domain", "Texts", "Accuracy", "Macro-F1", "Routing accuracy", "Calibration error");
        foreach (var domain in report.Domains)
        {
            Table.Row(
                page,
                domain.Domain,
                FigureText.Whole(domain.N),
                FigureText.Percent(domain.Accuracy),
                FigureText.Percent(domain.MacroF1),
                FigureText.Percent(domain.RoutingAccuracy),
                FigureText.Percent(domain.CalibrationError));
        }

        Table.Close(page);
        page.Append("</section>\n");
    }
}
