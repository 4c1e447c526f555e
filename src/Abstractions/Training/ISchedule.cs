namespace MoECollab.Training;

/// <summary>How a coefficient changes while training goes on.</summary>
public interface ISchedule
{
    /// <summary>The factor at a point of the training.</summary>
    /// <param name="progress">0 to 1.</param>
    double Factor(double progress);
}
