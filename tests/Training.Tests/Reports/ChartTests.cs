using System.Globalization;
using System.Xml.Linq;
using MoECollab.Training.Evaluation;
using MoECollab.Training.Reports;
using MoECollab.Training.Reports.Charts;

namespace MoECollab.Training.Tests.Reports;

public class ChartTests
{
    [Fact]
    public void Bars_are_as_long_as_their_values()
    {
        var bars = Rects(BarChart.Draw("t", [new Bar("a", 0.5), new Bar("b", 0.25)]), "f0");

        Assert.Equal(2.0, bars[0] / bars[1], 0.01);
    }

    [Fact]
    public void Axis_across_is_logarithmic_where_values_lie_far_apart()
    {
        Point[] near = [new("a", 100, 0.5), new("b", 200, 0.6)];
        Point[] far = [new("a", 100, 0.5), new("b", 100_000, 0.6)];

        Assert.DoesNotContain("(logarithmic)", ScatterChart.Draw("t", near, "cost", "accuracy"));
        Assert.Contains("cost (logarithmic)", ScatterChart.Draw("t", far, "cost", "accuracy"));
    }

    [Fact]
    public void Ticks_hold_no_minus_zero() =>
        Assert.DoesNotContain("-0", HistogramTexts());

    [Fact]
    public void Equal_values_give_a_picture_all_the_same()
    {
        var svg = ScatterChart.Draw("t", [new Point("a", 5, 0.5), new Point("b", 5, 0.5)], "cost", "accuracy");

        Assert.DoesNotContain("NaN", svg);
        Assert.DoesNotContain("∞", svg);
    }

    [Fact]
    public void Names_of_close_points_do_not_cover_each_other()
    {
        Point[] points = [new("one system", 100, 0.5), new("another one", 101, 0.501), new("the third", 100.5, 0.5005)];

        var svg = XDocument.Parse(ScatterChart.Draw("t", points, "cost", "accuracy"));

        var places = svg.Descendants().Where(element => points.Any(point => point.Label == element.Value && element.Name.LocalName == "text"))
            .Select(element => element.Attribute("x")!.Value + element.Attribute("y")!.Value + element.Attribute("text-anchor")?.Value);
        Assert.Equal(3, places.Distinct().Count());
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.1234, "0.123")]
    [InlineData(24.12, "24.1")]
    [InlineData(999.6, "1\u00A0k")]
    [InlineData(31_400, "31.4\u00A0k")]
    [InlineData(132_000_000, "132\u00A0M")]
    public void Compact_numbers_have_three_digits_and_a_unit(double number, string text) =>
        Assert.Equal(text, FigureText.Compact(number));

    [Fact]
    public void Points_carry_their_sign() =>
        Assert.Equal(["+2.3", "−0.6", "0.0"], new[] { 0.023, -0.006, 0 }.Select(FigureText.Points));

    private static string HistogramTexts() => string.Join(' ', XDocument.Parse(HistogramChart.Draw("t", new Histogram(0, 2, [5, 1]), "nats"))
        .Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value));

    private static List<double> Rects(string svg, string shape) =>
    [
        .. XDocument.Parse(svg).Descendants()
            .Where(element => element.Name.LocalName == "rect" && element.Attribute("class")?.Value == shape)
            .Select(element => double.Parse(element.Attribute("width")!.Value, CultureInfo.InvariantCulture)),
    ];
}
