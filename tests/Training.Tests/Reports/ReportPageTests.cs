using System.Text.RegularExpressions;
using System.Xml.Linq;
using MoECollab.Training.Reports;
using MoECollab.Training.Reports.Html;

namespace MoECollab.Training.Tests.Reports;

public partial class ReportPageTests
{
    [Fact]
    public void Page_shows_every_picture_and_table()
    {
        var page = ReportPage.Render(SampleReport.Create());

        foreach (var picture in new[]
        {
            "Utilisation per expert", "Confusion between domains", "Entropy of the gate&#39;s weights",
            "Accuracy against multiply-adds per input", "Differences of the mixture to the other systems",
        })
        {
            Assert.Contains($"aria-label=\"{picture}\"", page);
        }

        Assert.Equal(3, Tables().Count(page));
        Assert.Contains("61\u202F024", page);
        Assert.Contains("79.1\u00A0%", page);
    }

    [Fact]
    public void Page_needs_nothing_from_elsewhere_and_no_script()
    {
        var page = ReportPage.Render(SampleReport.Create());

        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain(" style=", page);
        Assert.DoesNotContain("src=", page);
        Assert.DoesNotContain("href=", page);
        Assert.DoesNotContain("url(", page);
        Assert.DoesNotContain("http", page.Replace("http://www.w3.org/2000/svg", ""));
    }

    [Fact]
    public void Page_is_well_formed_whatever_the_texts_hold()
    {
        const string hostile = "</title><script>alert('x')</script>\u0001 \"&";
        var sample = SampleReport.Create();
        var report = sample with
        {
            Title = hostile,
            Command = hostile,
            Notes = [hostile],
            Experts = [sample.Experts[0] with { Id = hostile, Domain = hostile }],
            Domains = [sample.Domains[0] with { Domain = hostile }],
            Confusion = new DomainConfusion([hostile], [[1L]]),
            Examples = [new ReportExample(hostile, hostile, null, 0, [])],
        };

        var page = ReportPage.Render(report);

        Assert.DoesNotContain("<script", page);
        // What is left after the void elements and the document type is XML.
        var xml = VoidElements().Replace(page.Replace("<!DOCTYPE html>", ""), "");
        Assert.Equal("html", XDocument.Parse(xml).Root?.Name.LocalName);
    }

    [Fact]
    public void Page_goes_without_what_is_absent()
    {
        var report = SampleReport.Create() with
        {
            Monolith = null,
            Uniform = null,
            Oracle = null,
            FastText = null,
            Experts = [],
            Domains = [],
            Comparisons = [],
            Confusion = null,
            EntropyHistogram = null,
            Examples = [],
            Notes = [],
        };

        var page = ReportPage.Render(report);

        Assert.DoesNotContain("monolith", page);
        Assert.Single(Tables().Matches(page));
    }

    [Fact]
    public void Sentence_quotes_the_measured_interval()
    {
        var page = ReportPage.Render(SampleReport.Create());

        Assert.Contains("Against the monolith that is +2.3 points, 95\u00A0% interval +1.8 to +2.8.", page);
    }

    [GeneratedRegex("<table>")]
    private static partial Regex Tables();

    [GeneratedRegex("<meta [^>]*>")]
    private static partial Regex VoidElements();
}
