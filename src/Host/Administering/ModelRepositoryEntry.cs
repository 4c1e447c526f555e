namespace MoECollab.Host.Administering;

/// <summary>A version of an expert, as the repository extension tells of it.</summary>
/// <param name="Name">The expert.</param>
/// <param name="Version">Its version.</param>
/// <param name="State"><c>READY</c> or <c>UNAVAILABLE</c>.</param>
/// <param name="Reason">Why it is unavailable; empty where it is not.</param>
internal sealed record ModelRepositoryEntry(string Name, string Version, string State, string Reason);
