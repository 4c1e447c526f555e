namespace MoECollab.Host.Scheduling;

/// <summary>
/// Whether a generation's mixture is so quick that the thread which brings a request may answer it: the way to a lane and back would cost more than the answer. Only of a mixture whose
/// experts and gate are the program's own code, which ends. What it takes with its encoder is measured: slow passes send requests back to the lanes.
/// </summary>
internal sealed class Promptness
{
    private const int Shown = 32, Most = 256, Doubt = 64, Distrust = 4096;

    // A thread that had to wait for its processor may seem slow now and then.
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(1), TooSlow = TimeSpan.FromMilliseconds(100);

    private int _quick;

    /// <summary>Whether nearly all of its passes were quick. Calls may overlap, and a lost count does no harm.</summary>
    public bool IsShown => Volatile.Read(ref _quick) >= Shown;

    /// <summary>A pass took so long, for one input or for a batch.</summary>
    public void Took(TimeSpan time)
    {
        var quick = Volatile.Read(ref _quick);
        if (time > TooSlow)
            Volatile.Write(ref _quick, -Distrust);
        else if (time > Slow)
            Volatile.Write(ref _quick, Math.Min(quick, Math.Max(0, quick - Doubt)));
        else if (quick < Most)
            Volatile.Write(ref _quick, quick + 1);
    }
}
