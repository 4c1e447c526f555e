using MoECollab.Training.Reports;

namespace MoECollab.Cli.Evaluating;

/// <summary>The figures of a report as a table for people.</summary>
internal static class FigureTable
{
    public static void Write(TextWriter output, Report report)
    {
        output.WriteLine($"{"",-20} {"accuracy",9} {"macro-F1",9} {"routing",9} {"multiply-adds",14} {"µs",8} {"parameters",13}");
        Row("mixture", report.Mixture, report.Mixture.RoutingAccuracy);
        Row("monolith", report.Monolith);
        Row("uniform mixture", report.Uniform);
        Row("oracle", report.Oracle);
        Row("fastText", report.FastText);
        foreach (var expert in report.Experts)
            Row("  " + expert.Id, expert);
        foreach (var difference in report.Comparisons)
            output.WriteLine($"mixture − {difference.Against}, {difference.Measure}: {difference.Difference:+0.0000;-0.0000} (95 %: {difference.Lower:+0.0000;-0.0000} to {difference.Upper:+0.0000;-0.0000})");
        foreach (var note in report.Notes)
            output.WriteLine(note);

        void Row(string name, SystemFigures? figures, double? routing = null)
        {
            if (figures is { N: 0 })
                output.WriteLine($"{name,-20} {"no rows",9} {"",9} {"",9} {"",14} {"",8} {figures.Parameters,13:N0}");
            else if (figures is not null)
                output.WriteLine($"{name,-20} {figures.Accuracy,9:F4} {figures.MacroF1,9:F4} {routing?.ToString("F4") ?? "",9} {figures.MultiplyAdds,14:N0} {figures.Microseconds?.ToString("F1") ?? "",8} {figures.Parameters,13:N0}");
        }
    }
}
