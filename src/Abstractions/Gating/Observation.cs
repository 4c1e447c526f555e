namespace MoECollab.Gating;

/// <summary>What became of a decision; may come late, in part, or never.</summary>
/// <param name="TraceId">The answer's trace id; a second observation of one id replaces the first.</param>
public sealed record Observation(string TraceId)
{
    /// <summary>The right label, where known.</summary>
    public string? Label { get; init; }

    /// <summary>A reward, where there is no label.</summary>
    public double? Reward { get; init; }

    /// <summary>Which of the executed experts were right, by id.</summary>
    public IReadOnlyDictionary<string, bool> Correct { get; init; } = new Dictionary<string, bool>();

    /// <summary>What it really cost.</summary>
    public TimeSpan? Elapsed { get; init; }
}
