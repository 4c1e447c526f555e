using MoECollab.Training.Evaluation;
using MoECollab.Studies.Keeping;

namespace MoECollab.Studies.Guarding;

/// <summary>Paired bootstrap of the harmonic score: known rows and the rows of each strange set are drawn with replacement, the same draw for both methods and all seeds.</summary>
internal static class HarmonicBootstrap
{
    public static Interval Difference(IReadOnlyList<Cell> cells, string first, string second)
    {
        var sets = cells[0].Answers["sets"].Index().GroupBy(pair => pair.Item, pair => pair.Index).Select(rows => rows.ToArray()).ToArray();
        var known = Enumerable.Range(0, cells[0].Answers[$"{first}.admitted"].Count).ToArray();
        double Gain(int[] drawn, int[][] strange) => cells.Average(cell => Score(cell, first, drawn, strange) - Score(cell, second, drawn, strange));
        var random = new Random(1);
        int[] Draw(int[] rows) => [.. rows.Select(_ => rows[random.Next(rows.Length)])];
        var draws = new double[PairedBootstrap.DefaultResamples];
        for (var draw = 0; draw < draws.Length; draw++) draws[draw] = Gain(Draw(known), [.. sets.Select(Draw)]);
        Array.Sort(draws);
        return new Interval(Gain(known, sets), draws[(int)(0.025 * draws.Length)], draws[(int)(0.975 * draws.Length) - 1]);
    }

    private static double Score(Cell cell, string method, int[] known, int[][] strange)
    {
        var (admitted, refused) = (cell.Answers[$"{method}.admitted"], cell.Answers[$"{method}.refused"]);
        return Harmonic.Of(Mean(admitted, known), strange.Average(rows => Mean(refused, rows)));
    }

    private static double Mean(IReadOnlyList<int> values, int[] rows)
    {
        var sum = 0;
        foreach (var row in rows) sum += values[row];
        return (double)sum / rows.Length;
    }
}
