namespace MoECollab.Training.Homes;

/// <summary>Progress of one part of a home: its stages say whose they are.</summary>
/// <param name="Part">For example <c>gate</c>.</param>
/// <param name="Progress">Receives it.</param>
internal sealed record PartProgress(string Part, IProgress<TrainingProgress> Progress) : IProgress<TrainingProgress>
{
    /// <summary>Progress for a part; null where nobody listens.</summary>
    public static PartProgress? Of(string part, IProgress<TrainingProgress>? progress) => progress is null ? null : new PartProgress(part, progress);

    public void Report(TrainingProgress value) => Progress.Report(value with { Stage = $"{Part}: {value.Stage}" });
}
