namespace MoECollab.Gating;

/// <summary>An expert of a decision, by id.</summary>
/// <param name="Id">The expert's id.</param>
/// <param name="Version">SemVer.</param>
/// <param name="Weight">As the selector gave it.</param>
/// <param name="Role">What it is in the decision.</param>
public sealed record RoutedExpert(string Id, string Version, float Weight, ExpertRole Role);
