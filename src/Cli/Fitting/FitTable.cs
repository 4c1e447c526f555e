using System.CommandLine;
using MoECollab.Cli.CommandLine;
using MoECollab.Cli.Evaluating;
using MoECollab.Cli.Training;
using MoECollab.Packaging.Homes;
using MoECollab.Training.Homes;
using MoECollab.Training.Reports;

namespace MoECollab.Cli.Fitting;

/// <summary>What a fit came to, at its end.</summary>
internal static class FitTable
{
    public static void Print(ParseResult parsed, Home home, TrainedHome trained, Report? report, TimeSpan elapsed)
    {
        var output = parsed.InvocationConfiguration.Output;
        var format = parsed.GetValue(SharedOptions.Output);
        if (format == OutputFormat.Table && report is not null)
        {
            FigureTable.Write(output, report);
            output.WriteLine();
        }

        TrainTable.Print(output, format,
        [
            ("home", home.Root),
            ("encoder", trained.Configuration.Encoder),
            .. trained.Experts.Select(expert => ($"expert {expert.Id}", (object?)expert.Evaluation?[0].Value)),
            ("gate", trained.Configuration.Gate),
            ("gate earned its place", trained.Trial.Rows == 0 ? "not judged: no validation rows" : trained.Trial.Earned ? "yes" : "no"),
            ("accuracy on validation", report?.Mixture.Accuracy),
            ("routing accuracy", report?.Mixture.RoutingAccuracy),
            ("validation loss", trained.Gate.ValidationLoss),
            ("guard threshold", trained.Gate.GuardThreshold),
            ("report", report is null ? null : Path.Combine(home.Root, ReportFiles.HtmlName)),
            ("kept from a killed run", trained.Reused.Count == 0 ? null : string.Join(", ", trained.Reused)),
            ("seconds", elapsed.TotalSeconds),
        ]);
    }
}
