using System.Text.RegularExpressions;
using MoECollab.Studies.Reporting;

namespace MoECollab.Studies.Tests.Reporting;

public sealed partial class QuotedFigureTests
{
    private static readonly string Results = Path.Combine(Checkout.Root, "docs", "results");

    [Fact]
    public void Every_quoted_figure_is_the_one_in_the_result()
    {
        var quoted = Pages().SelectMany(page => QuotedFigure.In(File.ReadAllText(page)).Select(figure => (Page: Path.GetFileName(page), Figure: figure))).ToList();

        var wrong = quoted.Where(quote => quote.Figure.Text != quote.Figure.Expected(Read(quote.Figure.Study)))
            .Select(quote => $"{quote.Page}: {quote.Figure.Text} for {quote.Figure.Name} of {quote.Figure.Study}; expected {quote.Figure.Expected(Read(quote.Figure.Study))}");

        Assert.NotEmpty(quoted);
        Assert.Empty(wrong);
    }

    [Fact]
    public void The_page_on_studies_quotes_no_figure_without_its_place()
    {
        var page = QuotedFigure.Remove(File.ReadAllText(Path.Combine(Checkout.Root, "docs", "studies.md")));

        Assert.Empty(Fraction().Matches(page).Select(match => match.Value));
    }

    [Fact]
    public void Every_page_of_results_is_made_of_its_result()
    {
        foreach (var folder in Directory.EnumerateDirectories(Results))
        {
            var result = ResultFolder.Read(folder);

            Assert.Equal(Path.GetFileName(folder), result.Study);
            Assert.Equal(ResultPage.Render(result), File.ReadAllText(Path.Combine(folder, ResultFolder.PageName)));
            Assert.All(result.Pictures, picture => Assert.True(File.Exists(Path.Combine(folder, picture.File)), picture.File));
        }
    }

    [Fact]
    public void No_quick_result_is_kept() =>
        Assert.All(Directory.EnumerateDirectories(Results).Select(ResultFolder.Read), result => Assert.False(result.Quick));

    [Fact]
    public void A_marker_gives_the_text_before_it_and_its_format()
    {
        var figures = QuotedFigure.In("it takes 1.9 %<!-- figure cost share 0.0 % --> and gains +0.6<!-- figure a b.c +0.0;−0.0pt -->.").ToList();

        Assert.Equal([new("1.9 %", "cost", "share", "0.0 %"), new("+0.6", "a", "b.c", "+0.0;−0.0pt")], figures);
    }

    private static IEnumerable<string> Pages() =>
        Directory.EnumerateFiles(Path.Combine(Checkout.Root, "docs"), "*.md").Append(Path.Combine(Checkout.Root, "README.md"));

    private static StudyResult Read(string study) => ResultFolder.Read(Path.Combine(Results, study));

    [GeneratedRegex(@"\d*\.\d+")]
    private static partial Regex Fraction();
}
