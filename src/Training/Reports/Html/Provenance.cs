using System.Text;
using MoECollab.Training.Reports.Charts;

namespace MoECollab.Training.Reports.Html;

/// <summary>Notes, and what it takes to get the same figures again.</summary>
internal static class Provenance
{
    public static void Write(StringBuilder page, Report report)
    {
        if (report.Notes.Count > 0)
        {
            page.Append("<section>\n<h2>Notes</h2>\n<ul>\n");
            foreach (var note in report.Notes) page.Append($"<li>{Markup.Escape(note)}</li>\n");
            page.Append("</ul>\n</section>\n");
        }

        var data = report.Data;
        page.Append("<section>\n<h2>Where the figures come from</h2>\n<dl class=\"facts\">\n");
        Fact(page, "Data", data.Release ?? data.Folder);
        Fact(page, "Rows", data.Skipped > 0 ? $"{FigureText.Whole(data.Rows)} used, {FigureText.Whole(data.Skipped)} skipped" : FigureText.Whole(data.Rows));
        Fact(page, "SHA-256", data.Sha256);
        Fact(page, "Command", report.Command);
        Fact(page, "Seed", $"{report.Seed}");
        Fact(page, "Device", report.Device);
        Fact(page, "libtorch", report.Libtorch);
        Fact(page, "Machine", report.Machine);
        page.Append("</dl>\n</section>\n");
    }

    private static void Fact(StringBuilder page, string name, string? value)
    {
        if (value is null) return;
        var shown = name is "SHA-256" or "Command" ? $"<code>{Markup.Escape(value)}</code>" : Markup.Escape(value);
        page.Append($"<dt>{name}</dt><dd>{shown}</dd>\n");
    }
}
