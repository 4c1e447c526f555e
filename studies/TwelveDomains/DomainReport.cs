using System.Globalization;
using MoECollab.Training.Reports;
using MoECollab.Training.Reports.Charts;
using MoECollab.Studies.Comparing;
using MoECollab.Studies.Keeping;
using static MoECollab.Studies.TwelveDomains.TwelveDomainsStudy;

namespace MoECollab.Studies.TwelveDomains;

/// <summary>Tells what the systems came to.</summary>
internal sealed class DomainReport(IReadOnlyList<long> seeds, IReadOnlyDictionary<string, List<Cell>> cells, Cell fastText)
{
    private const double LeastAccuracy = 0.835;
    private const double LeastMacroF1 = 0.815;
    private const double LeastRouting = 0.98;
    private const double LeastGain = 0.03;
    private const double LessThanMonolith = 0.34;
    private const double LessThanDense = 0.60;

    private readonly Findings _findings = new(seeds);

    private bool HasFastText => !fastText.Notes.ContainsKey(FastTextSystems.Absent);

    public Findings Findings()
    {
        foreach (var (system, its) in cells)
        {
            foreach (var name in its[0].Figures.Keys) _findings.Figure($"{system}.{name}", its.Average(cell => cell.Figures[name]));
            _findings.Timing($"{system}.microseconds", its.Average(cell => cell.Timings["microseconds"]));
            _findings.Timing($"{system}.cpuSeconds", its.Average(cell => cell.CpuSeconds));
        }

        foreach (var (name, value) in fastText.Figures) _findings.Figure($"fasttext.{name}", value);
        Systems();
        Domains();
        Differences();
        Goals();
        Remarks();
        return _findings;
    }

    private double Of(string system, string figure) => cells[system].Average(cell => cell.Figures[figure]);

    private void Systems()
    {
        List<string[]> rows =
        [
            Row("mixture", MixtureSystem, ""), Row("monolith of equal parameters", EqualParameters, ""), Row("monolith of equal work", EqualCompute, ""), Row("the same over words and pairs alone", EqualComputeWords, ""), Row("the same over words, pairs and shapes", EqualComputeShapes, ""),
            Row("all experts behind the gate", MixtureSystem, "dense."), Row("uniform mixture", MixtureSystem, "uniform."), Row("oracle that knows the domain", MixtureSystem, "oracle."),
        ];
        if (HasFastText)
        {
            foreach (var (name, system) in new[] { ("fastText joint", "joint"), ("fastText experts, fastText router", "routed"), ("fastText experts, oracle router", "oracle") })
                rows.Add([name, Share(fastText.Figures[$"{system}.accuracy"]), Share(fastText.Figures[$"{system}.macroF1"]), "", ""]);
        }

        _findings.Table("Systems, means over the seeds", ["system", "accuracy", "macro-F1", "multiply-adds", "parameters"], rows);
        _findings.Picture("systems", "Accuracy of each system", BarChart.Draw("Accuracy", [.. rows.Select((row, i) => new Bar(row[0], double.Parse(row[1], CultureInfo.InvariantCulture)))]));
    }

    private string[] Row(string name, string system, string prefix)
    {
        var parameters = cells[system][0].Figures.ContainsKey($"{prefix}parameters") ? Whole(Of(system, $"{prefix}parameters")) : "";
        return [name, Share(Of(system, $"{prefix}accuracy")), Share(Of(system, $"{prefix}macroF1")), Whole(Of(system, $"{prefix}multiplyAdds")), parameters];
    }

    private void Domains() => _findings.Table("Each domain: its expert alone, and the mixture with routing", ["domain", "expert accuracy", "expert macro-F1", "best of BASELINES.md", "at or above it", "mixture accuracy"], BestBaselines.Sets.Select(set => (string[])
    [
        set, Share(Of(MixtureSystem, $"expert.{set}.accuracy")), Share(Of(MixtureSystem, $"expert.{set}.macroF1")), Share(BestBaselines.Accuracy[set]), IsAtOrAbove(set) ? "yes" : "**no**", Share(Of(MixtureSystem, $"domain.{set}.accuracy")),
    ]));

    // The baselines are given to a tenth of a point.
    private bool IsAtOrAbove(string set) => Math.Round(Of(MixtureSystem, $"expert.{set}.accuracy"), 3) >= BestBaselines.Accuracy[set];

    private void Differences()
    {
        var rows = new List<(string, double, double, double)>();
        void Compare(string name, string text, IReadOnlyList<Cell> others, string system, IReadOnlyList<Cell> mixtures)
        {
            var accuracy = SystemDifference.Accuracy(mixtures, DomainSystems.Answers, others, system);
            _findings.Difference($"{name}.accuracyGain", $"accuracy: mixture − {text}", accuracy);
            _findings.Difference($"{name}.macroF1Gain", $"macro-F1 (first seed): mixture − {text}", SystemDifference.MacroF1(mixtures[0], DomainSystems.Answers, others[0], system));
            rows.Add((text, accuracy.Difference, accuracy.Lower, accuracy.Upper));
        }

        Compare("overEqualParameters", "monolith of equal parameters", cells[EqualParameters], DomainSystems.Answers, cells[MixtureSystem]);
        Compare("overEqualCompute", "monolith of equal work", cells[EqualCompute], DomainSystems.Answers, cells[MixtureSystem]);
        Compare("overEqualComputeWords", "monolith of equal work over words", cells[EqualComputeWords], DomainSystems.Answers, cells[MixtureSystem]);
        Compare("overEqualComputeShapes", "monolith of equal work over words and shapes", cells[EqualComputeShapes], DomainSystems.Answers, cells[MixtureSystem]);
        Compare("overUniform", "uniform mixture", cells[MixtureSystem], "uniform", cells[MixtureSystem]);
        if (HasFastText)
        {
            Compare("overFastTextJoint", "fastText joint", [fastText], "joint", cells[MixtureSystem]);
            Compare("overFastTextRouted", "fastText experts, fastText router", [fastText], "routed", cells[MixtureSystem]);
        }

        _findings.Picture("differences", "Accuracy of the mixture minus that of others, in points, with 95 % intervals", IntervalChart.Draw("Accuracy of the mixture minus that of others", rows, "points"));
    }

    private void Goals()
    {
        _findings.Goal("accuracy .835 or more", Share(Of(MixtureSystem, "accuracy")), Of(MixtureSystem, "accuracy") >= LeastAccuracy);
        _findings.Goal("macro-F1 .815 or more", Share(Of(MixtureSystem, "macroF1")), Of(MixtureSystem, "macroF1") >= LeastMacroF1);
        string[] below = [.. BestBaselines.Sets.Where(set => !IsAtOrAbove(set))];
        _findings.Goal("every domain's expert at or above the best accuracy of BASELINES.md", below.Length == 0 ? "all twelve" : $"{BestBaselines.Sets.Count - below.Length} of {BestBaselines.Sets.Count}; below: {string.Join(", ", below)}", below.Length == 0);
        _findings.Goal("routing accuracy .98", Of(MixtureSystem, "routing").ToString("0.0000", CultureInfo.InvariantCulture), Of(MixtureSystem, "routing") >= LeastRouting);
        foreach (var (system, text) in new[] { (EqualCompute, "with the same features"), (EqualComputeWords, "over words and pairs alone"), (EqualComputeShapes, "over words, pairs and shapes") })
        {
            var gain = Of(MixtureSystem, "accuracy") - Of(system, "accuracy");
            var apart = (Of(system, "multiplyAdds") / Of(MixtureSystem, "multiplyAdds")) - 1;
            _findings.Goal(
                $"accuracy at least 3 points above the monolith of equal work (±5 %) {text}", FormattableString.Invariant($"{gain * 100:+0.0;−0.0} points; its work is {apart * 100:+0.0;−0.0;0.0} % apart"),
                gain >= LeastGain && Math.Abs(apart) <= Baselines.EqualParameters.Tolerance);
        }

        var saved = _findings.Figure("savedOverEqualParameters", 1 - (Of(MixtureSystem, "multiplyAdds") / Of(EqualParameters, "multiplyAdds")));
        var overSize = Of(MixtureSystem, "accuracy") - Of(EqualParameters, "accuracy");
        _findings.Goal(
            "multiply-adds at least 34 % below those of the monolith of equal parameters (±5 %), accuracy not lower", FormattableString.Invariant($"{saved * 100:0.0} % below; accuracy {overSize * 100:+0.00;−0.00} points; parameters {((Of(EqualParameters, "parameters") / Of(MixtureSystem, "parameters")) - 1) * 100:+0.0;−0.0;0.0} % apart"),
            saved >= LessThanMonolith && overSize >= 0);
        var savedDense = _findings.Figure("savedOverDense", 1 - (Of(MixtureSystem, "multiplyAdds") / Of(MixtureSystem, "dense.multiplyAdds")));
        _findings.Goal("multiply-adds at least 60 % below those of the dense mixture", FormattableString.Invariant($"{savedDense * 100:0.0} % below"), savedDense >= LessThanDense);
    }

    private void Remarks()
    {
        _findings.Remark($"The mixture is what `moe fit --encoder none` makes with its defaults, one expert of twelve answering a text; the gate {(cells[MixtureSystem].All(cell => cell.Figures["earned"] == 1) ? "earned its place on dev in every seed" : "did not earn its place on dev in every seed")}. The monoliths are the same kind of expert over all labels, with the same shared vocabulary, linear learner, passes and search on dev; only the number of n-grams they keep is set. Embeddings beside the linear fits, which some experts choose, would take them beyond the parameters and the work that they may have. Their search is made with the first seed, the others repeat its choice.");
        _findings.Remark("The problem that the linear learner solves is convex: seeds change the order of the examples, what is chosen on dev where candidates are close, and embeddings, and so the figures by a tenth of a point or two. The interval over test rows is what says how sure a difference is.");
        _findings.Remark($"A monolith of equal work keeps {Whole(Of(EqualCompute, "ngrams"))} n-grams, the most frequent ones, since each that a text has costs it 296 multiply-adds; over words and pairs alone, of which a text has fewer, it keeps {Whole(Of(EqualComputeWords, "ngrams"))}, with shapes {Whole(Of(EqualComputeShapes, "ngrams"))}; one of equal parameters keeps {Whole(Of(EqualParameters, "ngrams"))}.");
        _findings.Remark(HasFastText ? "fastText: words and pairs, 64 dimensions, 25 passes, one seed; it tunes nothing and learns from the dev rows too." : $"No comparison with fastText: {fastText.Notes[FastTextSystems.Absent]}.");
    }

    private static string Share(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Whole(double value) => FigureText.Whole((long)Math.Round(value));
}
