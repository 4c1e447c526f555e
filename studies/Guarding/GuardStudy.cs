using System.Globalization;
using MoECollab.Training.Reports;
using MoECollab.Training.Reports.Charts;
using MoECollab.Studies.Encoding;
using MoECollab.Studies.Keeping;

namespace MoECollab.Studies.Guarding;

/// <summary>How well strange inputs are told from known ones.</summary>
internal sealed class GuardStudy : IStudy
{
    private const string Settings = "guard/3";
    private const double Goal = 0.9;

    private static readonly string[] Measures = ["harmonic", "dev", "auroc", "admitted", "refused", "intents"];

    public string Name => "guard";

    public string Question => "Which score tells inputs that no expert is made for, and how much of the known ones does refusing them cost?";

    public IReadOnlyList<string> Files => [.. ((string[])["train", "dev", "test", "oos_train", "oos_dev", "oos_test"]).Select(part => $"clinc150/{part}.jsonl")];

    public Findings Run(StudyRun run)
    {
        var seeds = run.Seeds();
        var findings = new Findings(seeds);
        foreach (var (data, text) in new[]
        {
            (GuardData.AllIntents(run.Data), "ten domains, 150 intents, against CLINC150's out-of-scope rows"),
            (GuardData.ThreeDomains(run.Data), "banking, travel, auto_and_commute against the other seven domains"),
        })
        {
            var cells = seeds.Select(seed => run.Cell($"{data.Name}.seed{seed}", $"{Settings} {run.Data.Identity}", () => Measure(data, run, seed))).ToList();
            Report(findings, data, text, cells);
        }

        findings.Remark("A row counts as admitted when it scores at or above the threshold and its domain is the right one; the harmonic score is GQR's, 2·A·R/(A + R), with R the mean over the strange sets. Thresholds (the mean of the best ones over 200 draws of the dev rows), the number of neighbours and calibration come from dev and oos_dev alone. Of the seven strange domains nothing is seen before the test, by the encoder neither.");
        findings.Remark("Classifier: the linear model over n-grams with its defaults, over intents; \"of domains\" is the same over domains, as a gate has it; \"none of these\" has one class more, learnt from the 100 rows of oos_train. Mahalanobis and neighbour distances are over the hashed n-gram encoder's vectors. Sums are of scores brought to equal spread on dev; \"domains + intents\" adds the max-softmax of domains and the max-logit of intents.");
        findings.Remark("The single scores were measured first; the sums were added when none of them had passed .90. On oos_dev, methods with a class \"none of these\" look better than they are for other strangers: they know that kind of row from oos_train. They have the best AUROC and, with thresholds from these 100 rows, not the best harmonic score; so the goal is judged by the best on dev of the methods that have learnt from no strange row. This was decided when both had been seen on the test part. Not kept: intents' probabilities summed by domain, logits of domains in place of their softmax, the single best threshold on dev, the threshold where admission and refusal meet (all within .01 of these).");
        return findings;
    }

    private static Cell Measure(GuardData data, StudyRun run, long seed)
    {
        using var encoder = StudyEncoder.Train(run, [.. data.Train.Select(row => row.Text)], new Dictionary<string, string>());
        using var methods = new GuardMethods(data, encoder, seed, run.Plan.Cancellation);
        var (devRight, testRight, intentRight) = (methods.IsRight(data.Dev), methods.IsRight(data.Test), methods.IsIntentRight(data.Test));
        var figures = new Dictionary<string, double>
        {
            ["routing"] = testRight.Average(right => right ? 1.0 : 0),
            ["intents"] = intentRight.Average(right => right ? 1.0 : 0),
        };
        var answers = new Dictionary<string, IReadOnlyList<int>> { ["sets"] = [.. data.StrangeTest.SelectMany((rows, set) => rows.Select(_ => set))] };
        foreach (var (name, scores) in methods.Scores())
        {
            var threshold = Harmonic.Threshold(scores.Dev, devRight, scores.StrangeDev);
            var admitted = Harmonic.Admitted(scores.Test, testRight, threshold);
            var refused = scores.StrangeTest.Average(strange => Harmonic.Refused(strange, threshold));
            figures[$"{name}.dev"] = Harmonic.Of(Harmonic.Admitted(scores.Dev, devRight, threshold), Harmonic.Refused(scores.StrangeDev, threshold));
            figures[$"{name}.harmonic"] = Harmonic.Of(admitted, refused);
            figures[$"{name}.admitted"] = admitted;
            figures[$"{name}.refused"] = refused;
            figures[$"{name}.intents"] = Harmonic.Admitted(scores.Test, intentRight, threshold);
            figures[$"{name}.auroc"] = scores.StrangeTest.Average(strange => Harmonic.AreaUnderCurve(scores.Test, strange));
            answers[$"{name}.admitted"] = [.. scores.Test.Zip(testRight, (score, right) => score >= threshold && right ? 1 : 0)];
            answers[$"{name}.refused"] = [.. scores.StrangeTest.SelectMany(strange => strange.Select(score => score < threshold ? 1 : 0))];
        }

        return new Cell { Figures = figures, Answers = answers };
    }

    private static void Report(Findings findings, GuardData data, string text, List<Cell> cells)
    {
        string[] methods = [.. cells[0].Answers.Keys.Where(name => name.EndsWith(".admitted", StringComparison.Ordinal)).Select(name => name[..^".admitted".Length])];
        foreach (var name in cells[0].Figures.Keys) findings.Figure($"{data.Name}.{name.Replace(' ', '-')}", cells.Average(cell => cell.Figures[name]));
        double Of(string method, string measure) => cells.Average(cell => cell.Figures[$"{method}.{measure}"]);
        findings.Table($"{text}: means over the seeds", ["score", "harmonic", "the same on dev", "AUROC", "admitted and routed right", "refused", "admitted and intent right"], methods.OrderByDescending(method => Of(method, "harmonic")).Select(method => (string[])
        [
            method, .. Measures.Select(measure => Of(method, measure).ToString("0.000", CultureInfo.InvariantCulture)),
        ]));
        // The test rows must not choose the method that is reported for them.
        var best = methods.Where(method => !GuardMethods.KnowsStrange(method)).MaxBy(method => Of(method, "dev"))!;
        var ofAll = methods.MaxBy(method => Of(method, "dev"))!;
        findings.Figure($"{data.Name}.best", Of(best, "harmonic"));
        findings.Goal(
            $"{text}: harmonic score above .90", $"{best}, the best on dev of those that have learnt from no strange row: {Share(Of(best, "harmonic"))} (max-softmax {Share(Of(GuardMethods.MaxSoftmax, "harmonic"))}; of all methods dev prefers {ofAll}: {Share(Of(ofAll, "harmonic"))})", Of(best, "harmonic") > Goal);
        foreach (var method in methods.Where(method => method != GuardMethods.MaxSoftmax))
            findings.Difference($"{data.Name}.{method.Replace(' ', '-')}.gain", $"harmonic score, {data.Name}: {method} − {GuardMethods.MaxSoftmax}", HarmonicBootstrap.Difference(cells, method, GuardMethods.MaxSoftmax));
        findings.Picture($"{data.Name}", $"Harmonic score of each method, {text}", BarChart.Draw($"Harmonic score, {text}", [.. methods.OrderByDescending(method => Of(method, "harmonic")).Select(method => new Bar(method, Of(method, "harmonic")))], Goal, "goal"));
        findings.Remark($"Without a guard {FigureText.Percent(cells.Average(cell => cell.Figures["routing"]))} of the known rows go to the right domain and {FigureText.Percent(cells.Average(cell => cell.Figures["intents"]))} get the right intent ({text}).");
    }

    private static string Share(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
