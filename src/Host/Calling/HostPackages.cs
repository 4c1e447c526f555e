namespace MoECollab.Host.Calling;

/// <summary>What a host says of its packages.</summary>
/// <param name="Packages">By role, id and version.</param>
public sealed record HostPackages(IReadOnlyList<HostPackage> Packages)
{
    /// <summary>Why packages with code of their own are kept out of this run; null where they are not.</summary>
    public string? SafeMode { get; init; }
}
