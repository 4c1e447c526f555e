using MoECollab.Training;

namespace MoECollab.Demo;

/// <summary>Progress with the name of the part in front, since several are trained at once.</summary>
internal sealed class ExpertProgress(string part, IProgress<TrainingProgress> inner) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) => inner.Report(value with { Stage = $"{part}: {value.Stage}" });
}
