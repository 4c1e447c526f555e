namespace MoECollab.Packaging.States;

// What state.json holds. Settable, so that what the file leaves out keeps its default.
internal sealed record StateDocument
{
    public int SchemaVersion { get; set; } = 1;

    // By <role folder>/<id>/<version>.
    public SortedDictionary<string, PackageStatus> Packages { get; set; } = new(StringComparer.Ordinal);

    // Versions that were rolled back to, by <role folder>/<id>.
    public SortedDictionary<string, string> Chosen { get; set; } = new(StringComparer.Ordinal);

    // Ids of experts whose weights stay in memory.
    public SortedSet<string> Pinned { get; set; } = new(StringComparer.Ordinal);
}
