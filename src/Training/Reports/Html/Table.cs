using System.Text;
using MoECollab.Training.Reports.Charts;

namespace MoECollab.Training.Reports.Html;

/// <summary>Writes tables, cell by escaped cell.</summary>
internal static class Table
{
    public static void Open(StringBuilder page, params string[] columns)
    {
        page.Append("<div class=\"scroll\"><table>\n<thead><tr>");
        foreach (var column in columns) page.Append($"<th scope=\"col\">{Markup.Escape(column)}</th>");
        page.Append("</tr></thead>\n<tbody>\n");
    }

    public static void Row(StringBuilder page, params string[] cells) => Row(page, RowWeight.Plain, cells);

    public static void Row(StringBuilder page, RowWeight weight, params string[] cells)
    {
        page.Append(weight == RowWeight.Strong ? "<tr class=\"strong\">" : "<tr>");
        foreach (var cell in cells) page.Append($"<td>{Markup.Escape(cell)}</td>");
        page.Append("</tr>\n");
    }

    public static void Close(StringBuilder page) => page.Append("</tbody></table></div>\n");
}
