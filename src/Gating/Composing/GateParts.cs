namespace MoECollab.Gating.Composing;

/// <summary>The components of a gate.</summary>
/// <param name="Scorer">Features and descriptors → scores; owned by the gate.</param>
/// <param name="Selector">Scores → experts and weights.</param>
public sealed record GateParts(IScorer Scorer, ISelector Selector)
{
    /// <summary>Extractors whose features every request is given before it is scored; owned by the gate.</summary>
    public IReadOnlyList<IFeatureExtractor> Features { get; init; } = [];

    /// <summary>Scores → scores, in order; the health mask follows by itself.</summary>
    public IReadOnlyList<IScoreTransform> Transforms { get; init; } = [];

    /// <summary>May refuse an input; null for none.</summary>
    public IGuard? Guard { get; init; }
}
