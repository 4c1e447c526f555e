using System.Text;

namespace MoECollab.Host.Seeing.Metrics;

/// <summary>Labels as Prometheus writes them: <c>expert="science",version="1.0.0"</c>.</summary>
internal static class LabelText
{
    public static string Of(string[] names, LabelValues values)
    {
        if (names.Length == 0)
            return "";
        var text = new StringBuilder(64);
        for (var i = 0; i < names.Length; i++)
        {
            if (i > 0)
                text.Append(',');
            text.Append(names[i]).Append("=\"").Append(Escaped(values[i])).Append('"');
        }

        return text.ToString();
    }

    private static string Escaped(string value) => value.AsSpan().IndexOfAny('\\', '"', '\n') < 0
        ? value
        : value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
