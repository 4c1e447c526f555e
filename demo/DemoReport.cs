using MoECollab.Cli.Evaluating;
using MoECollab.Mixture.Answering;
using MoECollab.Mixture.Devices;
using MoECollab.Training.Measuring;
using MoECollab.Training.Reports;

namespace MoECollab.Demo;

/// <summary>Puts the demo's measurements into one report.</summary>
internal static class DemoReport
{
    private const int ShownExamples = 10;

    public static Report Build(DemoData data, DeviceChoice device, long seed, HomeMeasurement home, SystemMeasurement monolith, SystemMeasurement? fastText, string? fastTextAbsent) => new()
    {
        Title = "One expert per group of Debian sections, and a gate",
        Command = "./moe demo",
        Seed = seed,
        Data = new ReportData
        {
            Release = data.Index.Release,
            Rows = data.Index.Rows,
            Sha256 = data.Index.Sha256,
            Train = data.Train.Count,
            Dev = data.Dev.Count,
            Test = data.Test.Rows.Count,
        },
        Device = device.Device.ToString(),
        Libtorch = MoECollab.Torch.Libtorch.Version,
        Mixture = home.Mixture.Figures,
        Monolith = monolith.Figures,
        Uniform = home.Uniform.Figures,
        Oracle = home.Oracle?.Figures,
        FastText = fastText?.Figures,
        Experts = home.Experts,
        Domains = home.Mixture.Domains,
        Confusion = home.Mixture.Confusion,
        EntropyHistogram = home.Mixture.EntropyHistogram,
        Comparisons =
        [
            .. Comparisons.Against("monolith", home.Mixture.Outcomes, monolith.Outcomes, (int)seed),
            .. fastText is null ? [] : Comparisons.Against("fastText", home.Mixture.Outcomes, fastText.Outcomes, (int)seed),
            .. Comparisons.Against("uniform", home.Mixture.Outcomes, home.Uniform.Outcomes, (int)seed),
        ],
        Examples = [.. Shown(data.Test.Rows.Count).Select(row => Example(data.Test.Rows[row], home.Mixture.Answers[row]))],
        Notes = [.. Notes(data, fastTextAbsent)],
    };

    /// <summary>Test rows to show, evenly spread.</summary>
    public static IEnumerable<int> Shown(int rows) => Enumerable.Range(0, Math.Min(ShownExamples, rows)).Select(i => (int)(((2L * i) + 1) * rows / (2 * ShownExamples)));

    private static ReportExample Example(EvaluationRow row, MixtureAnswer? answer) => new(
        row.Input.Text, row.UnionLabel, answer?.Label, answer?.Probability ?? 0, [.. (answer?.Experts ?? []).Select(expert => new ExpertWeight(expert.Id, expert.Weight))]);

    private static IEnumerable<string> Notes(DemoData data, string? fastTextAbsent)
    {
        yield return $"Texts: {(data.Index.Text == DebianIndex.DescriptionLength.Long ? "synopsis and long description" : "the one-line synopsis only, since no translation could be had")}; packages of one source are all in one part of the split.";
        if (fastTextAbsent is not null)
            yield return $"No comparison with fastText: {fastTextAbsent}.";
    }
}
