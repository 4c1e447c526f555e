namespace MoECollab.Training;

/// <summary>How far a training is.</summary>
/// <param name="Stage">What is done now, for people.</param>
/// <param name="Fraction">0 to 1.</param>
/// <param name="ExamplesPerSecond">Recent speed; 0 where not yet known.</param>
/// <param name="Loss">Recent mean loss in nats; NaN where there is none.</param>
public readonly record struct TrainingProgress(string Stage, double Fraction, double ExamplesPerSecond = 0, double Loss = double.NaN)
{
    /// <summary>What of the stage is under way, for people; null where the stage says it all. Unlike the stage it may change at any time.</summary>
    public string? Detail { get; init; }

    /// <summary>How far the training is with all its stages, 0 to 1, where it knows; null where <see cref="Fraction"/> is all there is.</summary>
    public double? Overall { get; init; }

    /// <summary>About how long everything still takes, this stage and those behind it; null where there is but one stage, or nothing is known yet.</summary>
    public TimeSpan? WholeLeft { get; init; }
}
