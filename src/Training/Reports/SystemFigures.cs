using System.Text.Json.Serialization;

namespace MoECollab.Training.Reports;

/// <summary>What one system reached and what it costs.</summary>
public record SystemFigures
{
    /// <summary>Rows it was tested on.</summary>
    [JsonPropertyOrder(-10)]
    public int N { get; init; }

    /// <summary>Share of right answers, in [0, 1].</summary>
    [JsonPropertyOrder(-9)]
    public required double Accuracy { get; init; }

    /// <summary>Mean F1 over the labels, in [0, 1].</summary>
    [JsonPropertyOrder(-8)]
    public required double MacroF1 { get; init; }

    /// <summary>Counted multiply-adds per input: encoder, gate and executed experts.</summary>
    [JsonPropertyOrder(-7)]
    public required double MultiplyAdds { get; init; }

    /// <summary>Median microseconds per input, batch 1, one thread; null where not measured.</summary>
    [JsonPropertyOrder(-6)]
    public double? Microseconds { get; init; }

    /// <summary>Parameters in all, an embedding table counted once.</summary>
    [JsonPropertyOrder(-5)]
    public required long Parameters { get; init; }

    /// <summary>Expected calibration error, in [0, 1]; null where not measured.</summary>
    [JsonPropertyOrder(-4)]
    public double? CalibrationError { get; init; }
}
