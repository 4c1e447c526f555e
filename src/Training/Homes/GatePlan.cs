namespace MoECollab.Training.Homes;

/// <summary>The gate of a home that is to be trained.</summary>
/// <param name="Scorer">Name of its scorer, for example <c>linear</c>.</param>
/// <param name="Id">The gate's id.</param>
/// <param name="Version">SemVer; a retrained gate has a new one.</param>
public sealed record GatePlan(string Scorer, string Id, string Version)
{
    /// <summary>What its training is told; names without case.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}
