namespace MoECollab.Gating;

/// <summary>What was decided for an input.</summary>
public enum DecisionKind
{
    /// <summary>Run the experts.</summary>
    Route,

    /// <summary>No expert is wanted.</summary>
    Null,

    /// <summary>The guard refuses an answer.</summary>
    Reject,

    /// <summary>The declared fallback was used.</summary>
    Fallback,
}
