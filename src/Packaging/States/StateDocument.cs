namespace MoECollab.Packaging.States;

// What state.json holds.
internal sealed record StateDocument
{
    public int SchemaVersion { get; init; } = 1;

    // By <role folder>/<id>/<version>.
    public SortedDictionary<string, PackageStatus> Packages { get; init; } = new(StringComparer.Ordinal);

    // Versions that were rolled back to, by <role folder>/<id>.
    public SortedDictionary<string, string> Chosen { get; init; } = new(StringComparer.Ordinal);
}
