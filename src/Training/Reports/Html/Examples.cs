using System.Text;
using MoECollab.Training.Reports.Charts;

namespace MoECollab.Training.Reports.Html;

/// <summary>Some texts with their answers.</summary>
internal static class Examples
{
    private const int LongestText = 260;

    public static void Write(StringBuilder page, Report report)
    {
        if (report.Examples.Count == 0) return;
        page.Append("<section>\n<h2>Some held-out texts and their answers</h2>\n<ul class=\"examples\">\n");
        foreach (var example in report.Examples)
        {
            page.Append($"<li>{Markup.Escape(Shortened(example.Text))}<div class=\"answer\">{Verdict(example)}");
            page.Append($"<span>probability {FigureText.Percent(example.Probability)}</span><span>");
            page.Append(Markup.Escape(string.Join(" · ", example.Experts.Select(expert => $"{expert.Id} {FigureText.Percent(expert.Weight)}"))));
            page.Append("</span></div></li>\n");
        }

        page.Append("</ul>\n</section>\n");
    }

    private static string Verdict(ReportExample example)
    {
        if (example.Predicted == example.Label) return $"<span class=\"right\">✓ {Markup.Escape(example.Label)}</span>";
        return $"<span class=\"wrong\">✗ {Markup.Escape(example.Predicted ?? "no answer")}</span><span>true: {Markup.Escape(example.Label)}</span>";
    }

    private static string Shortened(string text)
    {
        if (text.Length <= LongestText) return text;
        var end = text.LastIndexOf(' ', LongestText);
        return string.Concat(text.AsSpan(0, end > 0 ? end : LongestText), " …");
    }
}
