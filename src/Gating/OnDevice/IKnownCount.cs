namespace MoECollab.Gating.OnDevice;

/// <summary>A built-in selector that takes the best so many experts, a number that the host knows before anything is scored.</summary>
internal interface IKnownCount
{
    /// <summary>How many at most.</summary>
    int CountFor(RoutingRequest request);

    /// <summary>Adds what the choice alone sees of each expert to its score.</summary>
    void Bias(ExpertSnapshot experts, Span<float> scores);
}
