namespace MoECollab.Host.Calling;

/// <summary>What is asked of a host: the body of <c>POST /moe/v1/infer</c>.</summary>
/// <param name="Texts">At least one.</param>
public sealed record HostQuestion(IReadOnlyList<string> Texts)
{
    /// <summary>Experts that answer each text; null leaves it to the gate.</summary>
    public int? TopK { get; init; }

    /// <summary>How long the host may take, in milliseconds; null for its own limit.</summary>
    public int? DeadlineMs { get; init; }

    /// <summary>From −100 to 100, higher is served first; null for 0.</summary>
    public int? Priority { get; init; }

    /// <summary>Whether answers carry the probability of every label of the executed experts.</summary>
    public bool? Probabilities { get; init; }
}
