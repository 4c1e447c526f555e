using MoECollab.Training.Evaluation;

namespace MoECollab.Training.Gates.Trial;

/// <summary>The rule by which a trained gate is kept or set aside.</summary>
/// <param name="Gains">The trained gate's gain over each rival, in their order.</param>
/// <param name="Winner">The position of the rival that takes its place; null where the gate earned it.</param>
internal sealed record Verdict(IReadOnlyList<Interval> Gains, int? Winner)
{
    /// <summary>Judges.</summary>
    /// <param name="trained">Whether each row is right with the trained gate, at least one row.</param>
    /// <param name="rivals">The rivals, the simplest first, on the same rows.</param>
    /// <param name="controls">Further rivals that the gate must beat, and that never take its place.</param>
    /// <param name="standIns">Positions of the rivals that may take its place, ascending, at least one.</param>
    /// <param name="seed">Seed of the resamples.</param>
    public static Verdict Of(bool[] trained, IReadOnlyList<bool[]> rivals, IReadOnlyList<bool[]> controls, IReadOnlyList<int> standIns, int seed)
    {
        Interval[] gains = [.. rivals.Concat(controls).Select(right => PairedBootstrap.Accuracy(trained, right, seed))];
        return new Verdict(gains, gains.All(gain => gain.IsGain) ? null : Simplest(rivals, standIns, seed));
    }

    // The first that the most accurate one is not surely better than.
    private static int Simplest(IReadOnlyList<bool[]> rivals, IReadOnlyList<int> standIns, int seed)
    {
        var best = rivals.MaxBy(right => right.Count(one => one))!;
        return standIns.FirstOrDefault(i => !PairedBootstrap.Accuracy(best, rivals[i], seed).IsGain, standIns[^1]);
    }
}
