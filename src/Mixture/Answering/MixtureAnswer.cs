using MoECollab.Gating;

namespace MoECollab.Mixture.Answering;

/// <summary>The mixture's answer to one input.</summary>
public sealed record MixtureAnswer
{
    /// <summary>The most probable label of the union; null for Null and Reject and where no expert answers in classes.</summary>
    public string? Label { get; init; }

    /// <summary>Its probability, 0 to 1.</summary>
    public float Probability { get; init; }

    /// <summary>What was decided: Route, Null, Reject or Fallback.</summary>
    public required DecisionKind Kind { get; init; }

    /// <summary>The experts that answered, the primary first.</summary>
    public IReadOnlyList<AnsweringExpert> Experts { get; init; } = [];

    /// <summary>The experts that were chosen and could not be used.</summary>
    public IReadOnlyList<DroppedExpert> Dropped { get; init; } = [];

    /// <summary>What experts in shadow said.</summary>
    public IReadOnlyList<ShadowAnswer> Shadows { get; init; } = [];

    /// <summary>The decision that led here.</summary>
    public required Decision Decision { get; init; }

    /// <summary>The gate, <c>id@version</c>.</summary>
    public string Gate => $"{Decision.GateId}@{Decision.GateVersion}";

    /// <summary>Entropy of the routing probabilities, in nats.</summary>
    public float Entropy => Decision.Entropy;

    /// <summary>Names the answer to an observation.</summary>
    public required string TraceId { get; init; }

    /// <summary>Probability of each label of the executed experts, summing to 1; null unless asked for.</summary>
    public IReadOnlyDictionary<string, float>? Probabilities { get; init; }

    /// <summary>The weighted mean vector; null where no expert answers in vectors.</summary>
    public ReadOnlyMemory<float>? Vector { get; init; }

    /// <summary>The primary expert's text; null where no expert answers in texts.</summary>
    public string? Text { get; init; }

    /// <summary>Multiply-adds of encoder, gate and executed experts; null unless asked for.</summary>
    public long? MultiplyAdds { get; init; }
}
