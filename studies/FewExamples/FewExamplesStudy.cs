using System.Globalization;
using MoECollab.Mixture.Mixing;
using MoECollab.Training.Data;
using MoECollab.Training.Evaluation;
using MoECollab.Training.Measuring;
using MoECollab.Training.Reports;
using MoECollab.Training.Reports.Charts;
using MoECollab.Studies.Comparing;
using MoECollab.Studies.Keeping;
using MoECollab.Studies.Reporting;
using MoECollab.Studies.TwelveDomains;

namespace MoECollab.Studies.FewExamples;

/// <summary>Where examples are few, or one domain has most of them: experts trained apart against one model of equal size.</summary>
internal sealed class FewExamplesStudy : IStudy
{
    private const string Settings = "few-examples/2";
    private const string Monolith = "monolith";
    private const string Mixed = "mixture";

    private static readonly DrawnExamples[] Drawn =
    [
        new("5", 5), new("20", 20), new("100", 100), new("unequal", 20) { Large = "stackoverflow20" },
    ];

    public string Name => "few-examples";

    public string Question => "With 5, 20 or 100 examples of each class, and with one large and eleven small domains: does one model fail where experts trained apart do not?";

    public IReadOnlyList<string> Files => BestBaselines.Files;

    public Findings Run(StudyRun run)
    {
        var data = run.Data.Domains(BestBaselines.Sets);
        var set = new EvaluationSet(data);
        var seeds = run.Seeds();
        var cells = Drawn.ToDictionary(drawn => drawn, drawn => seeds.Select(seed => run.Cell(
            $"{drawn.Name}.seed{seed}", $"{Settings} {run.Data.Identity}", () => Measure(drawn.From(data, seed), set, run, seed))).ToList());
        return Report(seeds, cells, run);
    }

    private static Cell Measure(LabelledData data, EvaluationSet set, StudyRun run, long seed)
    {
        var folder = Path.Combine(run.WorkFolder, "home");
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        using var mixture = TextMixture.Train(data, folder, run, seed);
        var answered = new MixtureEvaluator(TimeProvider.System).Evaluate(mixture.Mixture, set, mixture.Parameters, new MixtureRequest { Cancellation = run.Plan.Cancellation }, null);
        var labels = data.Domains.Sum(domain => domain.Labels.Count);
        var (expert, _) = TextMonolith.Train(data, mixture.Vocabulary, (int)(mixture.Parameters / labels) - 1, Path.Combine(run.WorkFolder, Monolith), run, seed, null);
        using (expert)
        {
            var alone = new ExpertEvaluator(null, TimeProvider.System).Monolith(Monolith, expert, set, run.Plan.Cancellation);
            var classes = new Classes(set);
            var figures = new Dictionary<string, double> { ["examples"] = data.Rows(Split.Train).Count(), [$"{Mixed}.routing"] = answered.Figures.RoutingAccuracy ?? 0 };
            Add(figures, Mixed, answered.Outcomes);
            Add(figures, Monolith, alone.Outcomes);
            return new Cell
            {
                Figures = figures,
                Answers = new Dictionary<string, IReadOnlyList<int>> { [RowScores.Actual] = classes.Actual(set), [Mixed] = classes.Of(answered.Outcomes), [Monolith] = classes.Of(alone.Outcomes) },
            };
        }
    }

    private static void Add(Dictionary<string, double> figures, string system, IReadOnlyList<Outcome> outcomes)
    {
        var result = EvaluationResult.Of(outcomes);
        figures[$"{system}.accuracy"] = result.Overall.Accuracy;
        figures[$"{system}.macroF1"] = result.Overall.MacroF1;
        foreach (var domain in result.Domains) figures[$"{system}.{domain.Domain}.accuracy"] = domain.Accuracy;
    }

    private static Findings Report(IReadOnlyList<long> seeds, Dictionary<DrawnExamples, List<Cell>> cells, StudyRun run)
    {
        var findings = new Findings(seeds);
        var intervals = new List<(string, double, double, double)>();
        foreach (var (drawn, its) in cells)
        {
            foreach (var name in its[0].Figures.Keys) findings.Figure($"{drawn.Name}.{name}", its.Average(cell => cell.Figures[name]));
            var accuracy = SystemDifference.Accuracy(its, Mixed, its, Monolith);
            findings.Difference($"{drawn.Name}.accuracyGain", $"accuracy, {Words(drawn)}: mixture − monolith", accuracy);
            findings.Difference($"{drawn.Name}.macroF1Gain", $"macro-F1 (first seed), {Words(drawn)}: mixture − monolith", SystemDifference.MacroF1(its[0], Mixed, its[0], Monolith));
            intervals.Add((drawn.Name, accuracy.Difference, accuracy.Lower, accuracy.Upper));
            var jump = BestBaselines.Sets.MaxBy(set => Of(its, $"{Mixed}.{set}.accuracy") - Of(its, $"{Monolith}.{set}.accuracy"))!;
            findings.Figure($"{drawn.Name}.jump.from", Of(its, $"{Monolith}.{jump}.accuracy"));
            findings.Figure($"{drawn.Name}.jump.to", Of(its, $"{Mixed}.{jump}.accuracy"));
            findings.Remark($"{Words(drawn)}: the largest jump of a domain is {jump}, from {Percent(its, Monolith, jump)} of the monolith to {Percent(its, Mixed, jump)} of the mixture.");
        }

        AllFigures(findings, run);
        findings.Table("Over all test rows, means over the seeds", ["examples", "rows", "mixture accuracy", "monolith accuracy", "mixture macro-F1", "monolith macro-F1", "routing accuracy"], [.. cells.Select(pair => (string[])
        [
            Words(pair.Key), FigureText.Whole((long)Of(pair.Value, "examples")), Share(pair.Value, $"{Mixed}.accuracy"), Share(pair.Value, $"{Monolith}.accuracy"), Share(pair.Value, $"{Mixed}.macroF1"), Share(pair.Value, $"{Monolith}.macroF1"), Share(pair.Value, $"{Mixed}.routing"),
        ]), .. AllRows(run)]);
        findings.Table("Accuracy of each domain, monolith → mixture", ["domain", .. cells.Keys.Select(Words)], BestBaselines.Sets.Select(set => (string[])
        [
            set, .. cells.Values.Select(its => $"{Percent(its, Monolith, set)} → {Percent(its, Mixed, set)}"),
        ]));
        findings.Picture("gain", "Accuracy of the mixture minus that of the monolith of equal parameters, by examples of each class", IntervalChart.Draw("Mixture − monolith", intervals, "points"));
        findings.Goal("experts trained apart are better than one model of equal parameters where examples are few, and where one domain has most of them", string.Join("; ", intervals.Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Item1}: {row.Item2 * 100:+0.0;−0.0} points"))), intervals.All(row => row.Item3 > 0));
        findings.Remark("The monolith has the mixture's parameters (±5 %), vocabulary, learner and search. Rows to choose on are a fifth as many as those to learn from, at least one of each class; no row of dev is fitted. Each seed draws other rows.");
        return findings;
    }

    private static void AllFigures(Findings findings, StudyRun run)
    {
        if (TwelveDomains(run) is not { } figures) return;
        foreach (var (system, theirs) in new[] { (Mixed, "mixture"), (Monolith, "equal-parameters") })
        {
            findings.Figure($"all.{system}.accuracy", figures[$"{theirs}.accuracy"]);
            findings.Figure($"all.{system}.macroF1", figures[$"{theirs}.macroF1"]);
        }

        foreach (var gain in new[] { "accuracyGain", "macroF1Gain" })
            findings.Difference($"all.{gain}", $"{(gain == "accuracyGain" ? "accuracy" : "macro-F1 (first seed)")}, all rows (study twelve-domains): mixture − monolith", new Interval(figures[$"overEqualParameters.{gain}"], figures[$"overEqualParameters.{gain}.lower"], figures[$"overEqualParameters.{gain}.upper"]));
    }

    private static IReadOnlyDictionary<string, double>? TwelveDomains(StudyRun run)
    {
        var folder = Path.Combine(run.Plan.Results, "twelve-domains");
        return File.Exists(Path.Combine(folder, ResultFolder.JsonName)) ? ResultFolder.Read(folder).Figures : null;
    }

    // The study of twelve domains is this one with all rows; running it twice would tell nothing new.
    private static IEnumerable<string[]> AllRows(StudyRun run)
    {
        if (TwelveDomains(run) is not { } figures) return [];
        string Text(string name) => figures[name].ToString("0.000", CultureInfo.InvariantCulture);
        return [["all (study twelve-domains)", "", Text("mixture.accuracy"), Text("equal-parameters.accuracy"), Text("mixture.macroF1"), Text("equal-parameters.macroF1"), Text("mixture.routing")]];
    }

    private static string Words(DrawnExamples drawn) => drawn.Large is null ? $"{drawn.Name} of each class" : $"{drawn.Large} whole, {drawn.PerClass} of each class of the others";

    private static double Of(List<Cell> cells, string name) => cells.Average(cell => cell.Figures[name]);

    private static string Share(List<Cell> cells, string name) => Of(cells, name).ToString("0.000", CultureInfo.InvariantCulture);

    private static string Percent(List<Cell> cells, string system, string set) => (Of(cells, $"{system}.{set}.accuracy") * 100).ToString("0.0", CultureInfo.InvariantCulture);
}
