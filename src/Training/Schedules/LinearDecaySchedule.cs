namespace MoECollab.Training.Schedules;

/// <summary>Falls from 1 to 0 in a straight line.</summary>
public sealed class LinearDecaySchedule : ISchedule
{
    /// <inheritdoc/>
    public double Factor(double progress) => 1 - Math.Clamp(progress, 0, 1);
}
