using System.Globalization;
using System.Text;

namespace MoECollab.Training.Reports.Charts;

/// <summary>Text made safe for HTML and SVG.</summary>
internal static class Markup
{
    /// <summary>Escapes markup and drops what XML may not hold, so that any text of strangers can be shown.</summary>
    public static string Escape(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            _ = c switch
            {
                '&' => safe.Append("&amp;"),
                '<' => safe.Append("&lt;"),
                '>' => safe.Append("&gt;"),
                '"' => safe.Append("&quot;"),
                '\'' => safe.Append("&#39;"),
                '\t' or '\n' or '\r' => safe.Append(' '),
                < ' ' or '\uFFFE' or '\uFFFF' => safe,
                _ => safe.Append(c),
            };
        }

        return safe.ToString();
    }

    /// <summary>A coordinate with at most two decimals.</summary>
    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
