using System.Text;
using MoECollab.Training.Reports.Charts;

namespace MoECollab.Training.Reports.Html;

/// <summary>The report as one page: no script, nothing loaded from elsewhere, every text of the data escaped.</summary>
public static class ReportPage
{
    /// <summary>Draws the page.</summary>
    /// <param name="report">The report; its numbers finite.</param>
    /// <returns>A whole HTML document.</returns>
    public static string Render(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var page = new StringBuilder();
        page.Append($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Markup.Escape(report.Title)}</title>
            <style>
            {ChartStyle.Css}{PageStyle.Css}</style>
            </head>
            <body>
            <main>

            """);
        Summary.Write(page, report);
        Systems.Write(page, report);
        page.Append("<div class=\"grid\">\n");
        Routing.Write(page, report);
        page.Append("</div>\n");
        Parts.Write(page, report);
        Examples.Write(page, report);
        Provenance.Write(page, report);
        return page.Append("</main>\n</body>\n</html>\n").ToString();
    }
}
