using System.Globalization;
using MoECollab.Encoders;
using MoECollab.Inputs;
using MoECollab.Studies.Charts;
using MoECollab.Studies.Encoding;
using MoECollab.Studies.Keeping;
using MoECollab.Training.Reports;

namespace MoECollab.Studies.Costs;

/// <summary>What an answer costs against the number of experts and of those that answer. Cost does not ask what weights say, so they are random.</summary>
internal sealed class CostStudy : IStudy
{
    private const string Settings = "cost/1";
    private const int WarmingRounds = 3;
    private static readonly int[] Sizes = [4, 8, 16, 32, 64, 128, 256];
    private static readonly int?[] Kept = [1, 2, 4, null];

    public string Name => "cost";

    public string Question => "What does an answer cost in multiply-adds, microseconds and memory, against the number of experts N and the number k that answer?";

    public IReadOnlyList<string> Files => ["clinc150/train.jsonl", "clinc150/dev.jsonl", "clinc150/test.jsonl"];

    public Findings Run(StudyRun run)
    {
        var data = run.Data.Domain("clinc150");
        var inputs = data.Test.Select(row => new RawInput(row.Text)).ToList();
        var encoder = new Lazy<IEncoder>(() =>
        {
            var trained = StudyEncoder.Train(run, [.. data.Train.Select(row => row.Text)], new Dictionary<string, string>());
            // What is measured first would otherwise be measured while it is still being compiled.
            using var warming = RandomMixture.Create(trained, Sizes[0], run);
            for (var round = 0; round < WarmingRounds; round++) Measure(warming, inputs);
            return trained;
        });
        try
        {
            var cells = Sizes.ToDictionary(size => size, size => run.Cell($"experts-{size}", $"{Settings} {run.Data.Identity}", () =>
            {
                using var mixture = RandomMixture.Create(encoder.Value, size, run);
                return Measure(mixture, inputs);
            }));
            return Report(cells);
        }
        finally
        {
            if (encoder.IsValueCreated) encoder.Value.Dispose();
        }
    }

    private static Cell Measure(RandomMixture mixture, IReadOnlyList<RawInput> inputs)
    {
        var figures = new Dictionary<string, double>
        {
            ["bytes"] = mixture.Bytes,
            ["encoder"] = mixture.EncoderWork(inputs),
            ["gateRow"] = mixture.GateRow,
            ["expert"] = mixture.ExpertWork,
        };
        var timings = new Dictionary<string, double>();
        foreach (var kept in Kept)
        {
            figures[$"multiplyAdds.{NameOf(kept)}"] = mixture.Work(inputs, kept);
            timings[$"microseconds.{NameOf(kept)}"] = mixture.Microseconds(inputs, kept);
        }

        return new Cell { Figures = figures, Timings = timings };
    }

    private static Findings Report(IReadOnlyDictionary<int, Cell> cells)
    {
        var findings = new Findings([1]);
        foreach (var (size, cell) in cells)
        {
            foreach (var (name, value) in cell.Figures) findings.Figure($"experts.{size}.{name}", value);
            foreach (var (name, value) in cell.Timings) findings.Timing($"experts.{size}.{name}", value);
        }

        Goals(findings, cells);
        findings.Table("Multiply-adds per answer, mean over the test texts", Columns, Rows(cells, (cell, kept) => Whole(cell.Figures[$"multiplyAdds.{kept}"])));
        findings.Table("Microseconds per answer, median, one text at a time, one thread", Columns, Rows(cells, (cell, kept) => FigureText.Significant(cell.Timings[$"microseconds.{kept}"])));
        findings.Table("Memory", ["N", "MiB of gate and experts"], cells.Select(pair => new[] { Text(pair.Key), FigureText.Significant(pair.Value.Figures["bytes"] / (1 << 20)) }));
        findings.Picture("multiply-adds", "Multiply-adds against the number of experts, a line for each k", Chart(cells, "multiply-adds", (cell, kept) => cell.Figures[$"multiplyAdds.{kept}"]));
        findings.Picture("microseconds", "Microseconds against the number of experts, a line for each k", Chart(cells, "microseconds", (cell, kept) => cell.Timings[$"microseconds.{kept}"]));
        return findings;
    }

    private static void Goals(Findings findings, IReadOnlyDictionary<int, Cell> cells)
    {
        var (least, most) = (cells[Sizes[0]], cells[Sizes[^1]]);
        var (row, expert) = (most.Figures["gateRow"], most.Figures["expert"]);
        var added = Sizes[^1] - Sizes[0];
        double Growth(string kept) => (most.Figures[$"multiplyAdds.{kept}"] - least.Figures[$"multiplyAdds.{kept}"]) / added;
        var sparse = findings.Figure("growth.sparse", Growth("1"));
        var dense = findings.Figure("growth.dense", Growth("all"));
        var share = findings.Figure("share.256", most.Figures["multiplyAdds.1"] / most.Figures["multiplyAdds.all"]);
        findings.Goal(
            $"with k = 1 one more expert adds the gate's own row and nothing else ({row} multiply-adds)",
            FormattableString.Invariant($"{sparse:F1} multiply-adds for each expert more"), Math.Abs(sparse - row) < 0.5);
        findings.Goal(
            $"the dense mixture pays the whole expert too ({row + expert})",
            FormattableString.Invariant($"{dense:F1} multiply-adds for each expert more"), Math.Abs(dense - row - expert) < 0.5);
        findings.Remark($"256 experts behind a gate that keeps one take {FigureText.Percent(share)} of the multiply-adds of the dense mixture of the same experts. Memory grows with every expert either way: sparsity saves work, not storage.");
        findings.Remark($"Experts are adapters of rank {RandomMixture.Rank} with {RandomMixture.Classes} classes over a hidden vector of {row} values, the gate is linear, the encoder is the shared hashed n-gram one; its {Whole(most.Figures["encoder"])} multiply-adds are counted in every figure. Weights are random: no figure here depends on them.");
    }

    private static readonly string[] Columns = ["N", .. Kept.Select(kept => kept is null ? "all" : $"k = {kept}")];

    private static IEnumerable<string[]> Rows(IReadOnlyDictionary<int, Cell> cells, Func<Cell, string, string> text) =>
        cells.Select(pair => (string[])[Text(pair.Key), .. Kept.Select(kept => text(pair.Value, NameOf(kept)))]);

    private static string Chart(IReadOnlyDictionary<int, Cell> cells, string title, Func<Cell, string, double> value) => LineChart.Draw(
        title, [.. Kept.Select(kept => new Series(kept is null ? "all" : $"k = {kept}", [.. cells.Select(pair => ((double)pair.Key, value(pair.Value, NameOf(kept))))]))], "experts", title);

    private static string NameOf(int? kept) => kept is null ? "all" : Text(kept.Value);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Whole(double value) => FigureText.Whole((long)Math.Round(value));
}
