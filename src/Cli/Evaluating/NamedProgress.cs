using MoECollab.Training;

namespace MoECollab.Cli.Evaluating;

/// <summary>Progress under another name.</summary>
internal sealed class NamedProgress(string stage, IProgress<TrainingProgress> inner) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) => inner.Report(value with { Stage = stage });
}
