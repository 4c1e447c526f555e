using System.CommandLine;
using MoECollab.Cli.CommandLine;
using MoECollab.Cli.Homes;
using MoECollab.Cli.Progress;
using MoECollab.Cli.Training;
using MoECollab.Packaging.Homes;
using MoECollab.Training.Data;
using MoECollab.Training.Homes;
using MoECollab.Training.Measuring;
using MoECollab.Training.Reports;

namespace MoECollab.Cli.Evaluating;

/// <summary><c>moe eval</c>: a home's mixture on labelled rows it has not seen.</summary>
internal static class EvalCommand
{
    private static readonly Option<string> Data = new("--data") { Description = "A data folder (<domain>/test.jsonl …), or one JSONL or CSV file", Required = true };
    private static readonly Option<string?> Report = new("--report") { Description = "Also write report.json and report.html into this folder" };
    private static readonly Option<long> Seed = new("--seed") { Description = "Seed of the bootstrap intervals", DefaultValueFactory = _ => 1 };

    public static Command Create()
    {
        var command = new Command("eval", "Measure a home's mixture on labelled rows. Example: moe eval --data DATA -o json")
        {
            Data, Report, Seed, TrainOptions.TextColumn, TrainOptions.LabelColumn, TrainOptions.DomainColumn, TrainOptions.MergeLabels,
            SharedOptions.Home, SharedOptions.Device, SharedOptions.Threads, SharedOptions.Output, SharedOptions.Quiet,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, cancellation)));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var path = parsed.GetRequiredValue(Data);
        var error = parsed.InvocationConfiguration.Error;
        var data = LabelledData.Read(path, parsed.Columns(), DataUse.Evaluation, skipped => error.WriteLine($"moe: skipped {skipped}"));
        // A home fitted with merged labels knows plain strings only: by any other rule all its answers would be wrong.
        data = data with { MergesLabels = parsed.GetValue(TrainOptions.MergeLabels) || (FitRecord.Read(new Home(parsed.GetRequiredValue(SharedOptions.Home)))?.MergesLabels ?? false) };
        using var home = OpenedHome.Open(parsed.GetRequiredValue(SharedOptions.Home), parsed.ChooseDevice(), cancellation);
        var set = new EvaluationSet(data);
        var measured = HomeMeasurement.Of(home, set, StageProgress.For(error, parsed.GetValue(SharedOptions.Quiet)), cancellation);
        if (measured.Experts.Count == 0 && !data.MergesLabels)
            error.WriteLine($"moe: warning: no domain of {path} ({string.Join(", ", data.Domains.Select(domain => domain.Name))}) is one of the experts of {home.Loaded.Home.Root} ({string.Join(", ", home.Experts.Select(expert => expert.Descriptor.Id))}), and a label is right only with its domain. Name the home of these domains, or count plain labels with --merge-labels.");
        home.TellDeviceFault(error);
        var report = ReportOf(path, data, home, measured, parsed.GetValue(Seed));
        if (parsed.GetValue(Report) is { } folder)
            ReportFiles.Write(folder, report);
        if (parsed.GetValue(SharedOptions.Output) == OutputFormat.Table)
            FigureTable.Write(parsed.InvocationConfiguration.Output, report);
        else
            parsed.InvocationConfiguration.Output.WriteLine(ReportFiles.ToJson(report));
        return ExitCode.Ok;
    }

    private static Report ReportOf(string path, LabelledData data, OpenedHome home, HomeMeasurement measured, long seed) => new()
    {
        Title = "A mixture of experts, measured",
        Command = $"moe eval --home {home.Loaded.Home.Root} --data {path}",
        Seed = seed,
        Data = new ReportData { Folder = path, Rows = data.Summary.RowsUsed, Sha256 = data.Summary.Sha256, Skipped = data.Summary.SkippedRows, Test = measured.Mixture.Outcomes.Count },
        Device = home.Device.Device.ToString(),
        Libtorch = MoECollab.Torch.Libtorch.Version,
        Mixture = measured.Mixture.Figures,
        Uniform = measured.Uniform.Figures,
        Oracle = measured.Oracle?.Figures,
        Experts = measured.Experts,
        Domains = measured.Mixture.Domains,
        Confusion = measured.Mixture.Confusion,
        EntropyHistogram = measured.Mixture.EntropyHistogram,
        Comparisons = [.. Comparisons.Against("uniform", measured.Mixture.Outcomes, measured.Uniform.Outcomes, (int)seed, data.Scope)],
    };
}
