namespace MoECollab.Host.Calling;

/// <summary>What a host says of its packages.</summary>
/// <param name="Packages">By role, id and version.</param>
internal sealed record HostPackages(IReadOnlyList<HostPackage> Packages);
