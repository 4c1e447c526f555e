namespace MoECollab.Benchmarks.Predict;

/// <summary>What one of our figures must stay below, as a share of another's CPU time.</summary>
/// <param name="Name">What is compared.</param>
/// <param name="Share">Ours : theirs.</param>
/// <param name="Range">The smallest and largest of the rounds.</param>
/// <param name="Limit">What the share must not exceed; null where it is shown only.</param>
internal sealed record PredictGoal(string Name, double Share, (double Least, double Most) Range, double? Limit)
{
    public bool Holds => Limit is null || Share <= Limit;

    /// <summary>Compares two figures of the same rounds.</summary>
    public static PredictGoal Of(PredictFigure ours, PredictFigure theirs, double? limit)
    {
        double[] shares = [.. ours.Cpu.Zip(theirs.Cpu, (own, other) => own / other).Order()];
        return new PredictGoal($"{ours.System} : {theirs.System}", shares[shares.Length / 2], (shares[0], shares[^1]), limit);
    }

    /// <summary>The fields of its JSON line.</summary>
    public Dictionary<string, object?> Fields() => new()
    {
        ["benchmark"] = "predict",
        ["goal"] = Name,
        ["cpuShare"] = Math.Round(Share, 3),
        ["range"] = new[] { Math.Round(Range.Least, 3), Math.Round(Range.Most, 3) },
        ["limit"] = Limit,
        ["holds"] = Holds,
    };
}
