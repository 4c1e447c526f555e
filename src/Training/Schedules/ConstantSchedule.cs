namespace MoECollab.Training.Schedules;

/// <summary>1 throughout.</summary>
public sealed class ConstantSchedule : ISchedule
{
    /// <inheritdoc/>
    public double Factor(double progress) => 1;
}
