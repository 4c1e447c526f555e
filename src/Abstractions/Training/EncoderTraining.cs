namespace MoECollab.Training;

/// <summary>An encoder's training: texts without labels.</summary>
public sealed record EncoderTraining : TrainingRun
{
    /// <summary>Training texts; no test text is among them.</summary>
    public required IReadOnlyList<string> Texts { get; init; }

    /// <summary>Texts held out to measure on; may be empty.</summary>
    public IReadOnlyList<string> Validation { get; init; } = [];
}
