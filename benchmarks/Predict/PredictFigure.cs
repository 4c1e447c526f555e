namespace MoECollab.Benchmarks.Predict;

/// <summary>One line of the benchmark: time from a text to its label, one text at a time, in microseconds.</summary>
/// <param name="System">What answered.</param>
/// <param name="Medians">The median of each round.</param>
/// <param name="Cpu">Mean CPU time of each round.</param>
/// <param name="Low">A tenth of the texts took less.</param>
/// <param name="High">A tenth of the texts took more.</param>
/// <param name="Accuracy">Share of the held-out texts with the right label; null where the system was trained for speed alone.</param>
/// <param name="Limit">What the mean CPU time must not exceed; null for none.</param>
internal sealed record PredictFigure(string System, IReadOnlyList<double> Medians, IReadOnlyList<double> Cpu, double Low, double High, double? Accuracy, double? Limit)
{
    public double Median => Middle(Medians);

    public double MeanCpu => Middle(Cpu);

    public bool Holds => Limit is null || MeanCpu <= Limit;

    /// <summary>The fields of its JSON line.</summary>
    public Dictionary<string, object> Fields(int texts)
    {
        var fields = new Dictionary<string, object>
        {
            ["benchmark"] = "predict",
            ["system"] = System,
            ["texts"] = texts,
            ["threads"] = 1,
            ["medianMicroseconds"] = Math.Round(Median, 2),
            ["roundMedians"] = Medians.Select(value => Math.Round(value, 2)).ToArray(),
            ["p10Microseconds"] = Math.Round(Low, 2),
            ["p90Microseconds"] = Math.Round(High, 2),
            ["cpuMicroseconds"] = Math.Round(MeanCpu, 2),
            ["holds"] = Holds,
        };
        if (Limit is { } limit)
            fields["limitMicroseconds"] = Math.Round(limit, 2);
        if (Accuracy is { } accuracy)
            fields["accuracy"] = Math.Round(accuracy, 4);
        return fields;
    }

    private static double Middle(IReadOnlyList<double> values) => values.Order().ElementAt(values.Count / 2);
}
