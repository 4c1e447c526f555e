namespace MoECollab.Host.Calling;

/// <summary>What goes with an administrative request.</summary>
/// <param name="Reason">Kept beside the state; null for none.</param>
/// <param name="Version">Which version; null where that follows.</param>
public sealed record HostChange(string? Reason, string? Version);
