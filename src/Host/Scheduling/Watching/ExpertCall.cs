namespace MoECollab.Host.Scheduling.Watching;

/// <summary>What one lane's thread is doing inside an expert; read by who watches over it.</summary>
internal sealed class ExpertCall
{
    /// <summary>Experts that this thread's batch does without.</summary>
    public IReadOnlyList<LateCall> Late { get; set; } = [];

    private string? _expert;
    private long _started;

    /// <summary>The expert that is running, and since when; null outside of experts.</summary>
    public (string Expert, long Started)? Running
    {
        get
        {
            var started = Volatile.Read(ref _started);
            return Volatile.Read(ref _expert) is { } expert && Volatile.Read(ref _started) == started ? (expert, started) : null;
        }
    }

    public void Enter(string expert, long now)
    {
        Volatile.Write(ref _started, now);
        Volatile.Write(ref _expert, expert);
    }

    public void Leave() => Volatile.Write(ref _expert, null);
}
