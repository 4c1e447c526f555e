namespace MoECollab.Host.Calling;

/// <summary>A host's answer to one text.</summary>
public sealed record HostAnswer
{
    /// <summary>The most probable label; null for Null and Reject.</summary>
    public string? Label { get; init; }

    /// <summary>Its probability, 0 to 1.</summary>
    public float Probability { get; init; }

    /// <summary>Route, Null, Reject or Fallback.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The experts that answered, the primary first.</summary>
    public IReadOnlyList<HostAnswerExpert> Experts { get; init; } = [];

    /// <summary>The experts that were chosen and could not be used.</summary>
    public IReadOnlyList<HostAnswerDropped> Dropped { get; init; } = [];

    /// <summary>The gate, <c>id@version</c>.</summary>
    public string Gate { get; init; } = "";

    /// <summary>Entropy of routing, in nats.</summary>
    public float Entropy { get; init; }

    /// <summary>Names the answer.</summary>
    public string TraceId { get; init; } = "";

    /// <summary>Probability of each label; null unless asked for.</summary>
    public IReadOnlyDictionary<string, float>? Probabilities { get; init; }
}
