using MoECollab.Training.Data;

namespace MoECollab.Demo.DebianIndex;

/// <summary>The package index as a labelled data set.</summary>
/// <param name="Release">What it was taken from, for example <c>Debian 12.15 bookworm, 2026-07-11</c>.</param>
/// <param name="Sha256">SHA-256 over the rows in their kept form, lower-case hexadecimal.</param>
/// <param name="Text">Whether the rows hold long descriptions or the synopsis only.</param>
/// <param name="Packages">The rows, ordinally sorted by package.</param>
internal sealed record PackageIndex(
    string Release, string Sha256, DescriptionLength Text, IReadOnlyList<PackageDescription> Packages)
{
    /// <summary>Number of rows.</summary>
    public int Rows => Packages.Count;

    /// <summary>The rows by domain and part of the split; labels are the sections.</summary>
    /// <returns>Domains ordinally sorted by name.</returns>
    public IReadOnlyList<DomainData> Domains() =>
    [
        .. Packages.GroupBy(package => package.Domain, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => ToDomain(group.Key, group.ToLookup(package => package.Split))),
    ];

    private DomainData ToDomain(string name, ILookup<Split, PackageDescription> parts) =>
        new(name, Part(parts[Split.Train]), Part(parts[Split.Dev]), Part(parts[Split.Test]));

    private List<Example> Part(IEnumerable<PackageDescription> packages) =>
    [
        .. packages.Select(package => new Example(
            package.Text, package.Section, package.Domain, new SourceLine($"{Release}: {package.Package}", 1))),
    ];
}
