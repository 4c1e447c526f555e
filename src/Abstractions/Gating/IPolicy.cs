namespace MoECollab.Gating;

/// <summary>Multi-round routing: propose, observe, continue. The host ends it when the budget is spent.</summary>
public interface IPolicy
{
    /// <summary>The next step.</summary>
    /// <param name="state">What is known so far.</param>
    /// <param name="gate">The gate that the policy wraps.</param>
    /// <returns>A decision of kind <see cref="DecisionKind.NeedMore"/> to run its experts and come back, of any other kind to finish.</returns>
    Decision Next(PolicyState state, IGate gate);
}
