namespace MoECollab.Host.Protocol;

/// <summary>A model of the protocol.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Fault">Why it is not ready; null where it is.</param>
/// <param name="ReadsHidden">Whether hidden vectors may be sent instead of texts.</param>
internal sealed record Model(string Name, string Version, string? Fault, bool ReadsHidden);
