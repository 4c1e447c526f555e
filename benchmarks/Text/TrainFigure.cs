namespace MoECollab.Benchmarks.Text;

/// <summary>One line of the benchmark.</summary>
internal sealed record TrainFigure(
    string Set, string Model, double Seconds, double? ExamplesPerSecond, double Accuracy, double Microseconds, double? OfFastText, bool Holds)
{
    /// <summary>The fields of its JSON line.</summary>
    public Dictionary<string, object> Fields()
    {
        var fields = new Dictionary<string, object>
        {
            ["benchmark"] = "train",
            ["set"] = Set,
            ["model"] = Model,
            ["cpuSeconds"] = Math.Round(Seconds, 3),
            ["accuracy"] = Math.Round(Accuracy, 4),
            ["predictMicroseconds"] = Math.Round(Microseconds, 2),
            ["holds"] = Holds,
        };
        if (ExamplesPerSecond is { } rate)
            fields["examplesPerCpuSecond"] = Math.Round(rate);
        if (OfFastText is { } share)
            fields["ofFastText"] = Math.Round(share, 3);
        return fields;
    }
}
