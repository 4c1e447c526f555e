namespace MoECollab.Host.Scheduling;

/// <summary>The scheduler's time: timestamps, deadlines, and the beat of its watch.</summary>
internal sealed class SchedulerClock(TimeProvider time, TimeSpan longest)
{
    private static readonly TimeSpan BeatLimit = TimeSpan.FromSeconds(5);

    private long _lastBeat = time.GetTimestamp();

    public long Now => time.GetTimestamp();

    public bool IsBeating => time.GetElapsedTime(Volatile.Read(ref _lastBeat)) < BeatLimit;

    public void Beat() => Volatile.Write(ref _lastBeat, Now);

    public TimeSpan Between(long from, long to) => time.GetElapsedTime(from, to);

    public long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);

    /// <summary>The deadline asked for, or the longest allowed where none or a later one is.</summary>
    public long DeadlineOf(long asked)
    {
        var latest = Now + Ticks(longest);
        return asked == 0 ? latest : Math.Min(asked, latest);
    }
}
