using MoECollab.Training;

namespace MoECollab.Gating.Schedules;

/// <summary><c>cosine</c>: to + (from − to) · (1 + cos πt) / 2. Options <c>from</c>, default 1, and <c>to</c>, default 0.</summary>
internal sealed class CosineSchedule(float from, float to) : ISchedule
{
    public double Factor(double progress) => to + ((from - to) * (1 + Math.Cos(Math.PI * Math.Clamp(progress, 0, 1))) / 2);
}
