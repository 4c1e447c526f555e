namespace MoECollab.Training.Tests.Synthetic;

/// <summary>A clock that goes on by a second whenever it is read, so that every report and every checkpoint is due.</summary>
internal sealed class TickingTime : TimeProvider
{
    private long _seconds;

    public override long TimestampFrequency => 1;

    public override long GetTimestamp() => _seconds++;
}
