namespace MoECollab.Gating;

/// <summary>Whether an expert can be routed to now.</summary>
public enum ExpertHealth
{
    /// <summary>Loaded and answering.</summary>
    Ready,

    /// <summary>Installed, would have to be loaded first.</summary>
    Cold,

    /// <summary>Finishes what it has, takes nothing new.</summary>
    Draining,

    /// <summary>Taken out after faults.</summary>
    Quarantined,
}
