namespace MoECollab.Training.Tests.Synthetic;

/// <summary>Throws out of a training at its n-th progress report, as a kill would stop it there.</summary>
internal sealed class Interruption(int after) : IProgress<TrainingProgress>
{
    private int _reports;

    public void Report(TrainingProgress value)
    {
        if (++_reports == after) throw new InterruptedTrainingException();
    }
}
