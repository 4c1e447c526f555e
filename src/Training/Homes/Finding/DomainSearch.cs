namespace MoECollab.Training.Homes.Finding;

/// <summary>Says that domains are to be found: rows without a domain are clustered by the encoder's vectors.</summary>
/// <param name="Count">How many; null to choose the number by the silhouette.</param>
public sealed record DomainSearch(int? Count);
