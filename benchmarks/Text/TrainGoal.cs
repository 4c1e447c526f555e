namespace MoECollab.Benchmarks.Text;

/// <summary>A share of a peer's CPU time.</summary>
/// <param name="Name">What is compared.</param>
/// <param name="Share">Ours : theirs; infinite where ours does not get as far.</param>
/// <param name="Limit">What it must not exceed; null where it is shown only.</param>
internal sealed record TrainGoal(string Name, double Share, double? Limit)
{
    public bool Holds => Limit is null || Share <= Limit;

    /// <summary>The quickest of ours that is as accurate as fastText after its 25 passes.</summary>
    public static TrainGoal ToAccuracy(string set, IEnumerable<TrainFigure> figures, FastTextRun theirs, double? limit)
    {
        var quickest = figures.Where(figure => figure.OfFastText is not null && figure.Accuracy >= theirs.Accuracy).MinBy(figure => figure.Seconds);
        return new TrainGoal($"{set}: to fastText's accuracy, {quickest?.Model ?? "none of ours"}", quickest?.OfFastText ?? double.PositiveInfinity, limit);
    }

    /// <summary>The fields of its JSON line.</summary>
    public Dictionary<string, object?> Fields() => new()
    {
        ["benchmark"] = "train",
        ["goal"] = Name,
        ["cpuShare"] = double.IsFinite(Share) ? Math.Round(Share, 3) : null,
        ["limit"] = Limit is { } limit ? Math.Round(limit, 3) : null,
        ["holds"] = Holds,
    };
}
