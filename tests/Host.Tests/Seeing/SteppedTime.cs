namespace MoECollab.Host.Tests.Seeing;

/// <summary>Time that passes when it is told to.</summary>
internal sealed class SteppedTime : TimeProvider
{
    public TimeSpan Now { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Now.Ticks;
}
