using MoECollab.Cli.Evaluating;
using MoECollab.Cli.Homes;
using MoECollab.Mixture.Devices;
using MoECollab.Packaging.Homes;
using MoECollab.Training;
using MoECollab.Training.Data;
using MoECollab.Training.Homes;
using MoECollab.Training.Measuring;
using MoECollab.Training.Reports;

namespace MoECollab.Cli.Fitting;

/// <summary>What a fitted home reaches on the validation rows, as <c>report.json</c> and <c>report.html</c> in it. No times: equal fits write equal files.</summary>
internal static class FitReport
{
    /// <summary>Measures and writes.</summary>
    /// <returns>The report; null where there are no validation rows.</returns>
    public static Report? Write(Home home, TrainedHome trained, FitSource source, long seed, DeviceChoice device, IProgress<TrainingProgress> progress, CancellationToken cancellation)
    {
        var set = new EvaluationSet(trained.Data, Split.Dev);
        if (set.Rows.Count == 0) return null;
        using var opened = OpenedHome.Open(home.Root, device, cancellation);
        var measured = HomeMeasurement.Of(opened, set, progress, cancellation);
        var report = new Report
        {
            Title = "A fitted mixture, on its validation rows",
            Seed = seed,
            Data = new ReportData
            {
                Folder = source.Path,
                Rows = trained.Data.Summary.RowsUsed,
                Skipped = trained.Data.Summary.SkippedRows,
                Sha256 = source.Sha256,
                Train = trained.Data.Rows(Split.Train).Count(),
                Dev = set.Rows.Count,
            },
            Device = device.Device.ToString(),
            Libtorch = MoECollab.Torch.Libtorch.Version,
            Mixture = measured.Mixture.Figures with { Microseconds = null },
            Uniform = measured.Uniform.Figures with { Microseconds = null },
            Oracle = measured.Oracle is null ? null : measured.Oracle.Figures with { Microseconds = null },
            Experts = [.. measured.Experts.Select(expert => expert with { Microseconds = null })],
            Domains = [.. measured.Mixture.Domains.Select(domain => domain with { Microseconds = null })],
            Confusion = measured.Mixture.Confusion,
            EntropyHistogram = measured.Mixture.EntropyHistogram,
            Comparisons = [.. Comparisons.Against("uniform", measured.Mixture.Outcomes, measured.Uniform.Outcomes, (int)seed, set.Scope)],
            Notes = [.. Notes(trained, measured)],
        };
        ReportFiles.Write(home.Root, report);
        return report;
    }

    private static IEnumerable<string> Notes(TrainedHome trained, HomeMeasurement measured)
    {
        yield return "The figures are of the validation rows: they chose strengths, calibration and gate, so held-out rows come out a little lower ('moe eval').";
        if (trained.Found is { } found)
            yield return found.Note + $" Training rows: {string.Join(", ", found.Sizes.Select(size => $"{size.Key} {size.Value:N0}"))}.";
        if (trained.Data.MergesLabels && trained.Data.Domains.Count > 1)
            yield return Merged(trained, measured);
        foreach (var line in trained.Trial.Describe()) yield return line;
    }

    private static string Merged(TrainedHome trained, HomeMeasurement measured)
    {
        var apart = measured.Experts.Sum(expert => expert.Accuracy * expert.N) / Math.Max(1, measured.Experts.Sum(expert => expert.N));
        var general = trained.Experts.FirstOrDefault(expert => expert.Task?.Domains is null or { Count: 0 });
        return $"Labels are merged: the same string is one label in every domain. On the validation rows, experts trained apart reach {FigureText.Percent(apart)}, each on its own domain; "
            + $"{(general is null ? "" : $"the general expert '{general.Id}', trained on the pooled rows, {FigureText.Percent(general.Evaluation?[0].Value)}; ")}"
            + $"the mixture as it serves {FigureText.Percent(measured.Mixture.Figures.Accuracy)}. Chosen by the trial below: {trained.Trial.Active}.";
    }
}
