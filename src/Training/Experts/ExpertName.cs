namespace MoECollab.Training.Experts;

/// <summary>What a trained expert is called.</summary>
/// <param name="Id"><c>[a-z0-9][a-z0-9._-]{0,63}</c>.</param>
/// <param name="Version">SemVer.</param>
public sealed record ExpertName(string Id, string Version)
{
    /// <summary>Domains it is made for; may be empty.</summary>
    public IReadOnlyList<string> Domains { get; init; } = [];
}
