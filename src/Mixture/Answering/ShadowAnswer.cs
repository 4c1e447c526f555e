namespace MoECollab.Mixture.Answering;

/// <summary>What an expert in shadow said: recorded, not used.</summary>
/// <param name="Id">The expert's id.</param>
/// <param name="Version">SemVer.</param>
/// <param name="Label">Its most probable label; null where its answers are no classes.</param>
/// <param name="Probability">Its probability.</param>
public readonly record struct ShadowAnswer(string Id, string Version, string? Label, float Probability);
