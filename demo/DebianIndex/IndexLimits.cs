namespace MoECollab.Demo.DebianIndex;

/// <summary>What counts as an index.</summary>
internal sealed record IndexLimits
{
    /// <summary>Fewer rows than this are the remains of a broken fetch; default 5,000 (a release has about 60,000).</summary>
    public int FewestRows { get; init; } = 5_000;

    /// <summary>Sections with fewer different texts are left out; default <see cref="Extraction.SmallestSection"/>.</summary>
    public int SmallestSection { get; init; } = Extraction.SmallestSection;

    /// <summary>Where the system's own lists lie; only their release names are read.</summary>
    public string SystemLists { get; init; } = "/var/lib/apt/lists";
}
