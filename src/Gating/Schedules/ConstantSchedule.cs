using MoECollab.Training;

namespace MoECollab.Gating.Schedules;

/// <summary><c>constant</c>: one factor throughout. Option <c>value</c>, default 1.</summary>
internal sealed class ConstantSchedule(float value) : ISchedule
{
    public double Factor(double progress) => value;
}
