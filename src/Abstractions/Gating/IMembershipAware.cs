namespace MoECollab.Gating;

/// <summary>A gating component that wants to know when the set of experts changes.</summary>
public interface IMembershipAware
{
    /// <summary>Says what the change means for it.</summary>
    /// <param name="before">The old set.</param>
    /// <param name="after">The new set.</param>
    MembershipEffect Changed(ExpertSnapshot before, ExpertSnapshot after);
}
