namespace MoECollab.Benchmarks.Layer;

/// <summary>What the cells of one layer at one batch size should reach together.</summary>
/// <param name="Kind">Which layer.</param>
/// <param name="Rows">N.</param>
/// <param name="Mean">The least geometric mean of the times by which we beat the best form.</param>
/// <param name="Worst">The least that a cell may have.</param>
internal sealed record LayerGoal(string Kind, int Rows, double Mean, double Worst)
{
    // What a stranger's forward cannot win by, the mixture must not lose by: its peer sorts and splits as the mixture does.
    private const string PeerOfPlugins = "sorted_split";

    public static IReadOnlyList<LayerGoal> All { get; } =
    [
        .. new (int Rows, double Mean)[] { (1, 12), (8, 6), (32, 4), (128, 3), (512, 2.5), (4096, 1.6) }.Select(goal => new LayerGoal("adapter", goal.Rows, goal.Mean, 1.3)),
        .. new (int Rows, double Mean)[] { (1, 1.5), (8, 2), (32, 2), (128, 1.6), (512, 1.25), (4096, 1) }.Select(goal => new LayerGoal("feed-forward", goal.Rows, goal.Mean, 0.9)),
        .. new[] { 1, 8, 32, 128, 512, 4096 }.Select(rows => new LayerGoal(LayerCell.Plugin, rows, 1, 1)),
    ];

    /// <summary>A line for the table; null where nothing was measured.</summary>
    public string? Judge(IReadOnlyList<LayerFigure> figures)
    {
        double[] ratios = [.. figures.Where(figure => figure.Cell.Kind == Kind && figure.Cell.Rows == Rows).Select(figure => Kind == LayerCell.Plugin ? figure.RatioTo(PeerOfPlugins) : figure.Ratio)];
        if (ratios.Length == 0)
            return null;
        var mean = Math.Exp(ratios.Average(Math.Log));
        return $"{Kind,-13} {Rows,5} {mean,9:F2} {Mean,6:F2} {ratios.Min(),9:F2} {Worst,6:F2}  {(mean >= Mean && ratios.Min() >= Worst ? "reached" : "MISSED")}";
    }
}
