using Microsoft.Extensions.Time.Testing;

namespace MoECollab.Training.Tests.Synthetic;

/// <summary>A clock that goes on by a second whenever it is read, so that every report and every checkpoint is due.</summary>
internal static class TickingTime
{
    public static FakeTimeProvider Create() => new() { AutoAdvanceAmount = TimeSpan.FromSeconds(1) };
}
