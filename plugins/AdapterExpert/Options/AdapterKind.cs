namespace MoECollab.AdapterExpert.Options;

/// <summary>What stands between the shared hidden vector h [d] and the head o = V·a + b, [C].</summary>
internal enum AdapterKind
{
    /// <summary>Nothing: a = h. Named <c>linear</c>.</summary>
    Linear,

    /// <summary>a = h + W_up·σ(W_down·h) with r ≪ d, no biases (Houlsby et al. 2019). Named <c>adapter</c>.</summary>
    Adapter,

    /// <summary>a = h + W_up·σ(W_down·h + b_down) + b_up with r = 4d: a transformer's feed-forward block. Named <c>feed-forward</c>.</summary>
    FeedForward,
}
