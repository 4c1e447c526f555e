namespace MoECollab.Training.Homes.Finding;

/// <summary>Domains that clustering found.</summary>
/// <param name="Sizes">Training rows of each, by name.</param>
/// <param name="Note">How they were found and how many there are, in a sentence or two.</param>
public sealed record FoundDomains(IReadOnlyDictionary<string, int> Sizes, string Note);
