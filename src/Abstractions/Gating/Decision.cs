namespace MoECollab.Gating;

/// <summary>What a gate decided for one input, and everything needed to explain or replay it.</summary>
/// <param name="Kind">What was decided.</param>
/// <param name="Experts">The experts to run, the primary first; empty for Null and Reject.</param>
public sealed record Decision(DecisionKind Kind, IReadOnlyList<RoutedExpert> Experts)
{
    /// <summary>The gate's id.</summary>
    public string GateId { get; init; } = "";

    /// <summary>The gate's version.</summary>
    public string GateVersion { get; init; } = "";

    /// <summary>Transformed logits by position in the snapshot.</summary>
    public ReadOnlyMemory<float> Scores { get; init; }

    /// <summary>Entropy of softmax(scores), in nats.</summary>
    public float Entropy { get; init; }

    /// <summary>Ids of the snapshot's experts that the scorer was not trained for.</summary>
    public IReadOnlyList<string> Cold { get; init; } = [];

    /// <summary>Why, in words: guard, fallback, masks.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>What the guard measured; null without a guard.</summary>
    public GuardVerdict? Guard { get; init; }

    /// <summary>Whether the weights sum to 1.</summary>
    public bool Normalised { get; init; } = true;

    /// <summary>Probability with which this choice was drawn; 1 when deterministic.</summary>
    public float Propensity { get; init; } = 1f;

    /// <summary>The seed of the request.</summary>
    public long Seed { get; init; }

    /// <summary>The version of the snapshot that was decided on.</summary>
    public long SnapshotVersion { get; init; }
}
