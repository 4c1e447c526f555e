namespace MoECollab.Gating.Composing;

/// <summary>A feature extractor of a gate, as its file names it.</summary>
/// <param name="Extractor">The extractor, which a gating package brings.</param>
/// <param name="Fingerprint">That of the extractor that the gate was trained with; empty accepts any.</param>
public sealed record GateFeature(GateComponent Extractor, string Fingerprint);
