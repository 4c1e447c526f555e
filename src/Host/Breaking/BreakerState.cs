namespace MoECollab.Host.Breaking;

/// <summary>Whether an expert is routed to.</summary>
internal enum BreakerState
{
    /// <summary>It is.</summary>
    Closed,

    /// <summary>It is not; the host tries it.</summary>
    HalfOpen,

    /// <summary>It is not, until its pause is over.</summary>
    Open,
}
