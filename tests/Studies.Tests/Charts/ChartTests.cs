using System.Xml.Linq;
using MoECollab.Studies.Charts;
using MoECollab.Training.Reports.Charts;

namespace MoECollab.Studies.Tests.Charts;

public sealed class ChartTests
{
    [Fact]
    public void Lines_carry_a_legend()
    {
        var svg = LineChart.Draw("t", [new Series("with", [(4, 1), (256, 9)]), new Series("without", [(4, 2), (256, 300)])], "experts", "cost");

        Assert.Contains(">with</text>", svg);
        Assert.Contains("experts (logarithmic)", svg);
    }

    [Fact]
    public void Picture_stands_alone_as_svg()
    {
        var svg = SvgFile.Standalone(BarChart.Draw("Load <&>", [new Bar("a & b", 0.4), new Bar("c", 0.6)], 0.5, "even share"));

        var root = XDocument.Parse(svg).Root!;

        Assert.Equal("svg", root.Name.LocalName);
        Assert.Contains(root.Elements(), element => element.Name.LocalName == "style");
        Assert.Contains(root.Elements(), element => element.Name.LocalName == "title" && element.Value == "Load <&>");
    }
}
