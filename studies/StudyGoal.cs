namespace MoECollab.Studies;

/// <summary>Something that was to be reached.</summary>
/// <param name="Goal">What.</param>
/// <param name="Found">What was found.</param>
/// <param name="Holds">Whether it was reached.</param>
public sealed record StudyGoal(string Goal, string Found, bool Holds);
