namespace MoECollab.Benchmarks.Layer;

/// <summary>What came of a cell.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Ours">CPU µs of a call, a figure for each round.</param>
/// <param name="Theirs">The same of each form, on each PyTorch.</param>
/// <param name="Apart">How far our answer is from theirs at most.</param>
/// <param name="Gflops">The limit: the best 1024³ product of either side in this cell's rounds.</param>
/// <param name="ReadRate">GB/s from main memory in this cell's rounds.</param>
internal sealed record LayerFigure(LayerCell Cell, IReadOnlyList<double> Ours, IReadOnlyDictionary<string, List<double>> Theirs, double Apart, double Gflops, double ReadRate)
{
    /// <summary>The same of answers in memory of their own, where others are in the caller's; empty for a bare layer.</summary>
    public IReadOnlyList<double> OursApart { get; init; } = [];

    /// <summary>How many times as long the sorted split takes as answers in memory of their own; null for a bare layer.</summary>
    public double? SortedToApart => OursApart.Count == 0 ? null : MicrosecondsOf("sorted_split") / Median(OursApart);

    public string Best => Theirs.MinBy(form => Median(form.Value)).Key;

    /// <summary>How many times as long the best form takes.</summary>
    public double Ratio => Median(Theirs[Best]) / Median(Ours);

    /// <summary>How many times as long a form takes, on the PyTorch that is the quicker one at it.</summary>
    public double RatioTo(string form) => MicrosecondsOf(form) / Median(Ours);

    /// <summary>Share of the product limit that useful multiply-adds reach.</summary>
    public double Share => Cell.Flops / Median(Ours) / 1e3 / Gflops;

    /// <summary>Share of the read limit at one row.</summary>
    public double ReadShare => Cell.BytesOfOneRow / Median(Ours) / 1e3 / ReadRate;

    public static double Median(IReadOnlyList<double> values) => values.Order().ElementAt(values.Count / 2);

    private double MicrosecondsOf(string form) =>
        Theirs.Where(known => known.Key == form || known.Key == form + PythonForms.Mark).Min(known => Median(known.Value));

    /// <summary>As a JSON line.</summary>
    public object Fields => new
    {
        bench = "layer",
        kind = Cell.Kind,
        d = Cell.Size,
        width = Cell.Width,
        E = Cell.Experts,
        k = Cell.Kept,
        N = Cell.Rows,
        cpu_us = Math.Round(Median(Ours), 2),
        cpu_us_range = new[] { Math.Round(Ours.Min(), 2), Math.Round(Ours.Max(), 2) },
        best_form = Best,
        best_us = Math.Round(Median(Theirs[Best]), 2),
        best_us_range = new[] { Math.Round(Theirs[Best].Min(), 2), Math.Round(Theirs[Best].Max(), 2) },
        times_best = Math.Round(Ratio, 2),
        times_index_loop = Math.Round(RatioTo("index_loop"), 2),
        times_sorted_split = Math.Round(RatioTo("sorted_split"), 2),
        times_sorted_split_own_memory = SortedToApart is { } apart ? Math.Round(apart, 2) : (double?)null,
        share_of_gemm = Math.Round(Share, 3),
        gemm_gflops = Math.Round(Gflops, 1),
        share_of_read = Cell.Rows == 1 ? Math.Round(ReadShare, 3) : (double?)null,
        read_gbs = Math.Round(ReadRate, 1),
        apart = Apart,
        rounds = Ours.Count,
        forms = Theirs.ToDictionary(form => form.Key, form => Math.Round(Median(form.Value), 2)),
    };
}
