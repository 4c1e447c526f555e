using MoECollab.Training.Data;

namespace MoECollab.Studies.Guarding;

/// <summary>How much at home each row looks to one method; larger is more at home.</summary>
/// <param name="Dev">Known rows that thresholds are set on.</param>
/// <param name="StrangeDev">Strange rows that thresholds are set on.</param>
/// <param name="Test">Known rows that are reported on.</param>
/// <param name="StrangeTest">Strange rows that are reported on, by set.</param>
internal sealed record GuardScores(double[] Dev, double[] StrangeDev, double[] Test, IReadOnlyList<double[]> StrangeTest)
{
    /// <summary>Scores of all parts of a setting.</summary>
    public static GuardScores Of(GuardData data, Func<IReadOnlyList<Example>, double[]> score) =>
        new(score(data.Dev), score(data.StrangeDev), score(data.Test), [.. data.StrangeTest.Select(score)]);
}
