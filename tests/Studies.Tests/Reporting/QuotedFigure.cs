using System.Globalization;
using System.Text.RegularExpressions;

namespace MoECollab.Studies.Tests.Reporting;

/// <summary>
/// A figure that a page quotes from a study: the text before <c>&lt;!-- figure STUDY NAME FORMAT --&gt;</c>. FORMAT is a .NET number format; <c>%</c> in it
/// multiplies by a hundred, and <c>pt</c> at its end, which is not shown, does so too, for differences in points.
/// </summary>
internal sealed partial record QuotedFigure(string Text, string Study, string Name, string Format)
{
    private const string Points = "pt";

    public static IEnumerable<QuotedFigure> In(string page) => Marker().Matches(page)
        .Select(match => new QuotedFigure(match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value, match.Groups[4].Value));

    /// <summary>The page without its quoted figures and without code.</summary>
    public static string Remove(string page) => Code().Replace(Marker().Replace(page, ""), "");

    /// <summary>What the text has to be.</summary>
    public string Expected(StudyResult result)
    {
        var value = result.Figures.TryGetValue(Name, out var figure) ? figure : result.Timings[Name];
        var isPoints = Format.EndsWith(Points, StringComparison.Ordinal);
        return (isPoints ? value * 100 : value).ToString(isPoints ? Format[..^Points.Length] : Format, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"([+−-]?[\d.,]+(?: ?%)?)<!-- figure (\S+) (\S+) (.+?) -->")]
    private static partial Regex Marker();

    [GeneratedRegex("`[^`]*`")]
    private static partial Regex Code();
}
