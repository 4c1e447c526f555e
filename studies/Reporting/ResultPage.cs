using System.Globalization;
using System.Text;

namespace MoECollab.Studies.Reporting;

/// <summary>A result as a Markdown page.</summary>
public static class ResultPage
{
    /// <summary>Renders; a function of the result alone.</summary>
    /// <param name="result">The result.</param>
    public static string Render(StudyResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"# {result.Study}\n\n{result.Question}\n\n");
        if (result.Quick) page.Append("**Quick run**: a tenth of the training rows and one seed. Nothing here may be quoted.\n\n");
        Goals(page, result);
        foreach (var table in result.Tables)
        {
            page.Append(CultureInfo.InvariantCulture, $"## {table.Title}\n\n");
            Table(page, table.Columns, table.Rows);
        }

        Differences(page, result);
        if (result.Remarks.Count > 0) page.Append("## What this says\n\n").AppendJoin("\n", result.Remarks.Select(remark => $"- {remark}")).Append("\n\n");
        foreach (var picture in result.Pictures) page.Append(CultureInfo.InvariantCulture, $"![{picture.Text}]({picture.File})\n\n");
        Origin(page, result);
        return page.ToString();
    }

    private static void Goals(StringBuilder page, StudyResult result)
    {
        if (result.Goals.Count == 0) return;
        page.Append("## Goals\n\n");
        Table(page, ["goal", "found", "holds"], result.Goals.Select(goal => new[] { goal.Goal, goal.Found, goal.Holds ? "yes" : "**no**" }));
    }

    private static void Differences(StringBuilder page, StudyResult result)
    {
        if (result.Differences.Count == 0) return;
        page.Append("## Differences\n\nIn points, with the 95 % interval of a paired bootstrap of 2,000 resamples.\n\n");
        Table(page, ["first − second", "difference", "lower", "upper"], result.Differences.Select(difference => new[]
        {
            difference.Text, Points(difference.Difference), Points(difference.Lower), Points(difference.Upper),
        }));
    }

    private static void Origin(StringBuilder page, StudyResult result)
    {
        page.Append(CultureInfo.InvariantCulture, $"## Where this is from\n\n`{result.Command}`, seeds {string.Join(", ", result.Seeds)}; {result.Machine}. Every figure stands unrounded in [{ResultFolder.JsonName}]({ResultFolder.JsonName}); those under `timings` depend on the machine and on what else ran on it.\n\n");
        Table(page, ["data file", "SHA-256"], result.Data.Select(file => new[] { file.File, $"`{file.Sha256}`" }));
        page.Length--;
    }

    private static void Table(StringBuilder page, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        page.Append("| ").AppendJoin(" | ", columns).Append(" |\n|").Insert(page.Length, "---|", columns.Count).Append('\n');
        foreach (var row in rows) page.Append("| ").AppendJoin(" | ", row).Append(" |\n");
        page.Append('\n');
    }

    private static string Points(double share) => (share * 100).ToString("+0.00;−0.00;0.00", CultureInfo.InvariantCulture);
}
