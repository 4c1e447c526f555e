namespace MoECollab.Gating;

/// <summary>Whether chance may play a part in a decision.</summary>
public enum RoutingMode
{
    /// <summary>No randomness at all.</summary>
    Deterministic,

    /// <summary>The gate's own noise, drawn from the request's seed (training, noisy top-k).</summary>
    Stochastic,

    /// <summary>Deliberate exploration, drawn from the request's seed; the decision says with what probability it chose.</summary>
    Explore,
}
