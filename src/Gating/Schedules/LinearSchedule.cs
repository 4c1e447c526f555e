using MoECollab.Training;

namespace MoECollab.Gating.Schedules;

/// <summary><c>linear</c>: from + (to − from) · t. Options <c>from</c>, default 1, and <c>to</c>, default 0.</summary>
internal sealed class LinearSchedule(float from, float to) : ISchedule
{
    public double Factor(double progress) => from + ((to - from) * Math.Clamp(progress, 0, 1));
}
