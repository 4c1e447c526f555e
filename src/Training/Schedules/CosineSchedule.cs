namespace MoECollab.Training.Schedules;

/// <summary>Falls from 1 to 0 along half a cosine (Loshchilov and Hutter 2017, eq. 5, one period).</summary>
public sealed class CosineSchedule : ISchedule
{
    /// <inheritdoc/>
    public double Factor(double progress) => (1 + Math.Cos(Math.PI * Math.Clamp(progress, 0, 1))) / 2;
}
