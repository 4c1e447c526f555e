namespace MoECollab.Gating;

/// <summary>What a change of the expert set means for a trained component.</summary>
public enum MembershipEffect
{
    /// <summary>Nothing.</summary>
    Unchanged,

    /// <summary>New experts are scored by their shipped routing keys.</summary>
    Cold,

    /// <summary>It must be trained again to be of use.</summary>
    NeedsRetraining,

    /// <summary>It cannot work with this set.</summary>
    Refused,
}
