using System.Diagnostics;
using MoECollab.Demo.DebianIndex;
using MoECollab.Cli.Evaluating;
using MoECollab.Cli.Homes;
using MoECollab.Cli.Predicting;
using MoECollab.Cli.Progress;
using MoECollab.Mixture.Devices;
using MoECollab.Mixture.Mixing;
using MoECollab.Training.Reports;

namespace MoECollab.Demo;

/// <summary>The demo from beginning to end: index → encoder → experts → gate → mixture, baselines beside it, report, explained answers.</summary>
internal sealed class DemoRun(string root, long seed, DeviceChoice device, StageProgress progress)
{
    public async Task ExecuteAsync(TextWriter output, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var folder = new DemoFolder(root);
        var index = await new IndexFolder(folder.Index).OpenAsync(new SaidProgress(progress), cancellation);
        folder.Prepare($"{index.Sha256} seed {seed} device {device.Device} settings {DemoSettings.Revision}");
        var data = new DemoData(index);
        var training = new DemoTraining(folder.Home, data, seed, device, progress);
        var baselines = new DemoBaselines(folder, data, device, progress);

        // fastText takes one core in a process of its own; a failure here must not leave it behind.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var fastText = baselines.FastTextAsync(ending.Token);
        try
        {
            training.Vocabulary(folder.Vocabulary, cancellation);
            training.Encoder(cancellation);
            await training.ExpertsAsync(folder.Vocabulary, Math.Max(1, Environment.ProcessorCount), cancellation);
            training.Gate(folder.Vocabulary, cancellation);
            using var home = OpenedHome.Open(folder.Home.Root, device, cancellation);
            home.Loaded.RecordStates();
            var monolith = baselines.Monolith(training, folder.Vocabulary, home.ParameterCount, cancellation);
            var answers = await fastText;
            var measured = HomeMeasurement.Of(home, data.Test, progress, cancellation);
            var report = DemoReport.Build(data, device, seed, measured, monolith, baselines.Measure(answers), answers.Absent);
            ReportFiles.Write(folder.Root, report);
            Show(output, data, home, report);
            await output.WriteLineAsync($"{Path.Combine(folder.Root, ReportFiles.HtmlName)} and {ReportFiles.JsonName} are written; the home is {folder.Home.Root} ({watch.Elapsed.TotalSeconds:F0} s)");
        }
        finally
        {
            await ending.CancelAsync();
        }
    }

    private static void Show(TextWriter output, DemoData data, OpenedHome home, Report report)
    {
        output.WriteLine();
        output.WriteLine($"Ten test descriptions of {data.Index.Release}, explained:");
        output.WriteLine();
        foreach (var row in DemoReport.Shown(data.Test.Rows.Count).Select(row => data.Test.Rows[row]))
        {
            ExplanationText.Write(output, row.Input, home.Mixture.Explain(row.Input, MixtureRequest.Plain));
        }

        output.WriteLine($"{report.Data.Rows:N0} descriptions in {home.Experts.Count} experts' hands; {data.Test.Rows.Count:N0} held out:");
        output.WriteLine();
        FigureTable.Write(output, report);
    }
}
