using MoECollab.Training.Evaluation;
using MoECollab.Studies.Keeping;

namespace MoECollab.Studies.Comparing;

/// <summary>Differences of two systems over the rows, each system's mean over its seeds.</summary>
internal static class SystemDifference
{
    public static Interval Accuracy(IReadOnlyList<Cell> first, string firstSystem, IReadOnlyList<Cell> second, string secondSystem) =>
        PairedBootstrap.Difference(RowScores.MeanRight(first, firstSystem), RowScores.MeanRight(second, secondSystem), seed: 1);

    /// <summary>Of macro-F1, on the first seed's answers: what a mean over seeds is of whole predictions is not defined.</summary>
    public static Interval MacroF1(Cell first, string firstSystem, Cell second, string secondSystem)
    {
        int[] actual = [.. first.Answers[RowScores.Actual]];
        int[] one = [.. first.Answers[firstSystem]];
        int[] other = [.. second.Answers[secondSystem]];
        var classes = actual.Concat(one).Concat(other).Max() + 1;
        return PairedBootstrap.MacroF1(actual, one, other, classes, seed: 1);
    }
}
