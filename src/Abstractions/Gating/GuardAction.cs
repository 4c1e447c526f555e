namespace MoECollab.Gating;

/// <summary>What a guard wants done with an input.</summary>
public enum GuardAction
{
    /// <summary>Route it.</summary>
    Pass,

    /// <summary>Answer nothing.</summary>
    Reject,

    /// <summary>Use the mixture's declared fallback.</summary>
    Fallback,
}
