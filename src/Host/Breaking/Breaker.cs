namespace MoECollab.Host.Breaking;

/// <summary>One expert's breaker: closed while it answers, open after failures in a row, half open while it is tried again.</summary>
internal sealed class Breaker
{
    public BreakerState State { get; set; }

    /// <summary>Failures in a row.</summary>
    public int Failures { get; set; }

    /// <summary>How often in a row it opened.</summary>
    public int Trips { get; set; }

    /// <summary>What it did last.</summary>
    public string LastFault { get; set; } = "";
}
