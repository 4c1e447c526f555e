using MoECollab.Studies.Keeping;

namespace MoECollab.Studies.Comparing;

/// <summary>Scores of rows out of the classes that systems name.</summary>
internal static class RowScores
{
    /// <summary>The name under which a cell keeps the true classes.</summary>
    public const string Actual = "actual";

    public static double Accuracy(IReadOnlyList<int> actual, IReadOnlyList<int> answers) =>
        actual.Zip(answers, (expected, found) => expected == found ? 1.0 : 0).Average();

    /// <summary>For each row, the share of the seeds that are right: what a paired bootstrap over rows compares.</summary>
    /// <param name="cells">A cell for each seed, of the same rows.</param>
    /// <param name="system">The name of the answers.</param>
    public static double[] MeanRight(IReadOnlyList<Cell> cells, string system)
    {
        var right = new double[cells[0].Answers[system].Count];
        foreach (var cell in cells)
        {
            var (actual, answers) = (cell.Answers[Actual], cell.Answers[system]);
            for (var row = 0; row < right.Length; row++) right[row] += actual[row] == answers[row] ? 1.0 / cells.Count : 0;
        }

        return right;
    }
}
