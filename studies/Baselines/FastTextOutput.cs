namespace MoECollab.Studies.Baselines;

/// <summary>What the script prints.</summary>
internal sealed record FastTextOutput
{
    public string? Absent { get; init; }

    public IReadOnlyList<string> Labels { get; init; } = [];

    public IReadOnlyList<double> Probabilities { get; init; } = [];

    public double TrainingCpuSeconds { get; init; }

    public double Microseconds { get; init; }

    public double FeaturesPerText { get; init; }

    public int Words { get; init; }
}
