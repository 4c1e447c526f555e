namespace MoECollab.Training.Schedules;

/// <summary>Rises from 0 to 1 over the first part of the training, then stays: experts specialise before routing is pressed.</summary>
/// <param name="share">The part of the training it rises over, above 0 to 1.</param>
public sealed class WarmUpSchedule(double share = WarmUpSchedule.DefaultShare) : ISchedule
{
    /// <summary>A fifth of the training.</summary>
    public const double DefaultShare = 0.2;

    /// <inheritdoc/>
    public double Factor(double progress) => Math.Clamp(progress / share, 0, 1);
}
